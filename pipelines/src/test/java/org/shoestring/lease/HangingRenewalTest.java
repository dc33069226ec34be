package org.shoestring.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** Claims whose store hangs when it is asked for some of them. */
@Timeout(60)
class HangingRenewalTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int CLAIMS = 12;

  private final ObjectStore store;

  HangingRenewalTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
  }

  /** A store that hangs, from some time on, when it is asked for some claims. */
  private final class Hanging extends ForwardingStore {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, CountDownLatch> hung = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> renewed = new ConcurrentHashMap<>();

    Hanging() {
      super(HangingRenewalTest.this.store);
    }

    /** Hangs from now on, until {@link #over}. */
    void hang(List<String> outputs) {
      outputs.forEach(output -> hung.put(prefix(output), new CountDownLatch(1)));
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
      CountDownLatch hangs = hung.get(prefix);
      if (hangs != null) {
        hangs.countDown();
        try {
          over.await();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      return super.list(prefix);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
      super.replace(name, content);
      CountDownLatch awaited = renewed.get(name);
      if (awaited != null) {
        awaited.countDown();
      }
    }
  }

  private static String output(int number) {
    return String.format(Locale.ROOT, "import-%032x", number);
  }

  private static String prefix(String output) {
    return "leases/" + output + "/";
  }

  private static List<HeldLease> taken(LeaseManager process) throws IOException {
    List<HeldLease> claims = new ArrayList<>();
    for (int i = 0; i < CLAIMS; i++) {
      claims.add(process.tryTake(process.watch(output(i)), List.of()).orElseThrow());
    }
    return claims;
  }

  @Test
  void renewals_someHang_theOthersAreRenewedAllTheSame() throws Exception {
    Hanging hanging = new Hanging();
    try (LeaseManager process = new LeaseManager(hanging, SHORT, remark -> {})) {
      List<HeldLease> claims = taken(process);
      hanging.hang(List.of(output(0), output(5), output(11)));
      for (CountDownLatch asked : hanging.hung.values()) {
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      }
      List<HeldLease> others =
          claims.stream()
              .filter(claim -> !hanging.hung.containsKey(claim.object().replaceAll("[^/]*$", "")))
              .toList();
      assertThat(others).hasSize(CLAIMS - 3);
      others.forEach(claim -> hanging.renewed.put(claim.object(), new CountDownLatch(3)));

      for (CountDownLatch renewed : hanging.renewed.values()) {
        assertThat(renewed.await(20, TimeUnit.SECONDS)).isTrue();
      }
      hanging.over.countDown();
    }
    assertThat(store.list("leases/")).isEmpty();
  }

  @Test
  void close_renewalsUnderWay_areNoFailures() throws Exception {
    Hanging hanging = new Hanging();
    Queue<String> remarks = new ConcurrentLinkedQueue<>();
    LeaseManager process = new LeaseManager(hanging, SHORT, remarks::add);
    List<HeldLease> unused = taken(process);
    hanging.hang(List.of(output(0), output(5), output(11)));
    for (CountDownLatch asked : hanging.hung.values()) {
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    }

    process.close();

    assertThat(remarks).noneMatch(remark -> remark.contains("cannot be renewed"));
  }

  @Test
  void close_someCannotBeGivenUp_theOthersAre() throws Exception {
    Hanging hanging = new Hanging();
    LeaseManager process = new LeaseManager(hanging, Duration.ofMinutes(1), remark -> {});
    List<HeldLease> unused = taken(process);
    hanging.hang(List.of(output(0), output(5), output(11)));
    Thread closing = new Thread(process::close);
    closing.start();
    try {
      while (store.list("leases/").size() > 3 && closing.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(store.list("leases/").stream().map(StoredObject::name))
          .containsExactly(
              prefix(output(0)) + "000000",
              prefix(output(5)) + "000000",
              prefix(output(11)) + "000000");
    } finally {
      hanging.over.countDown();
      closing.join();
    }
    while (!store.list("leases/").isEmpty()) {
      Thread.onSpinWait(); // Closing may have left its requests behind.
    }
  }
}
