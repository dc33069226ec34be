package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.s3.SmallParts;

/** Threads that are interrupted while the server is silent: they wait no longer for it. */
@Tag("long")
@Timeout(120)
class InterruptedRequestsTest extends FaultyStore {
  private static final int SIZE = 400_000;

  private final byte[] content = bytes(new Random(1), SIZE);

  /** The failure of work whose thread is interrupted when the proxy has done something to it. */
  private Throwable interrupted(InterruptedThread.Work work) throws Exception {
    return InterruptedThread.failure(
        work,
        end -> {
          while (proxy.injected().isEmpty() && !end.isDone()) {
            Thread.sleep(10);
          }
        });
  }

  @Test
  void put_serverTakesNoMore_endsAndLeavesNothing() throws Exception {
    proxy.inject(FaultRule.always(new Fault.StallRequest(1000)).on("PUT"));

    Throwable end = interrupted(() -> put(patient(), "a", content));

    assertThat(end).isInstanceOf(InterruptedIOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void put_serverDoesNotAnswer_ends() throws Exception {
    proxy.inject(FaultRule.always(new Fault.StallAnswer(0)).on("PUT"));

    assertThat(interrupted(() -> put(patient(), "a", content)))
        .isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void put_inParts_removesThem() throws Exception {
    proxy.inject(
        FaultRule.always(new Fault.StallRequest(1000))
            .when(request -> request.target().contains("partNumber=2")));
    StoreFile file = file(proxy.endpoint());
    RemoteStore store = TestStores.open(SmallParts.open(file, BUCKET), file, prefix, spools);

    Throwable end = interrupted(() -> put(store, "a", bytes(new Random(2), 2 * SmallParts.BYTES)));

    assertThat(end).isInstanceOf(InterruptedIOException.class);
    assertThat(direct.unfinished()).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void open_answerStalls_ends() throws Exception {
    put(direct, "a", content);
    proxy.inject(FaultRule.always(new Fault.StallAnswer(100_000)).on("GET"));

    assertThat(interrupted(() -> read(patient(), "a"))).isInstanceOf(InterruptedIOException.class);
  }

  @Test
  void list_serverDoesNotAnswer_ends() throws Exception {
    proxy.inject(FaultRule.always(new Fault.StallAnswer(0)).on("GET"));

    assertThat(interrupted(() -> patient().list(""))).isInstanceOf(InterruptedIOException.class);
  }
}
