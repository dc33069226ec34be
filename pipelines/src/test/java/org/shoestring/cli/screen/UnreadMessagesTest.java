package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.pipeline.process.BlockedStderr;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

/** Work whose messages nobody reads. */
@Timeout(60)
class UnreadMessagesTest {
  /** A store that fails to renew claims for a while. */
  private static final class Failing extends ForwardingStore {
    private final AtomicInteger failures = new AtomicInteger(3);
    private final CountDownLatch renewed = new CountDownLatch(6);

    Failing(ObjectStore store) {
      super(store);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
      if (failures.getAndDecrement() > 0) {
        throw new StoreException("no server answers", null);
      }
      super.replace(name, content);
      renewed.countDown();
    }
  }

  @Test
  void renewals_nobodyReadsThatOneFailed_goOn(@TempDir Path folder) throws Exception {
    Failing store = new Failing(Stores.withoutOptions().at(folder.toString()));
    try (BlockedStderr stderr = new BlockedStderr();
        LeaseManager leases = new LeaseManager(store, Duration.ofMillis(300), Terminal::remark)) {
      String output = "train-0123456789abcdef0123456789abcdef";
      HeldLease claim = leases.tryTake(leases.watch(output), List.of(), "model").orElseThrow();
      assertThat(store.renewed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(claim.loss().isStopped()).isFalse();
      claim.close();

      assertThat(stderr.read())
          .containsExactly(
              "shoestring: model: its claim cannot be renewed now (no server answers). The work"
                  + " goes on, and this is tried again; if it lasts for more than 0 s, another"
                  + " machine may do the same work",
              "shoestring: model: its claim is renewed again");
    }
  }
}
