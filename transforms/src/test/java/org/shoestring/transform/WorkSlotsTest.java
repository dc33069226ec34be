package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkSlotsTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void removeLimits() {
    threads.shutdownNow();
    WorkSlots.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  @Test
  void take_moreThanUnits_areNeverAtWorkAtOnce() throws Exception {
    WorkSlots.limit(3, Long.MAX_VALUE);
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(
          threads.submit(
              () -> {
                try (WorkSlots.Slot slot = WorkSlots.take(1)) {
                  most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                  Thread.sleep(5);
                  return atWork.decrementAndGet();
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void take_moreThanTheMemoryLeft_waits() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = WorkSlots.take(60);

    Future<WorkSlots.Slot> second = threads.submit(() -> WorkSlots.take(41));
    assertWaits(second);
    WorkSlots.take(40).close();
    assertWaits(second);
    first.close();

    second.get().close();
  }

  @Test
  void take_moreThanTheWholeBudget_runsAlone() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot small = WorkSlots.take(1);

    Future<WorkSlots.Slot> large = threads.submit(() -> WorkSlots.take(1000));
    assertWaits(large);
    small.close();
    WorkSlots.Slot alone = large.get();
    Future<WorkSlots.Slot> next = threads.submit(() -> WorkSlots.take(1));
    assertWaits(next);
    alone.close();

    next.get().close();
  }

  @Test
  void limit_raised_letsThoseInThatWait() throws Exception {
    WorkSlots.limit(1, 100);
    WorkSlots.Slot first = WorkSlots.take(1);
    Future<WorkSlots.Slot> second = threads.submit(() -> WorkSlots.take(1));
    assertWaits(second);

    WorkSlots.limit(2, 100);

    second.get().close();
    first.close();
  }

  private static void assertWaits(Future<?> waiting) throws Exception {
    try {
      waiting.get(50, TimeUnit.MILLISECONDS);
      throw new AssertionError("did not wait");
    } catch (TimeoutException e) {
      assertThat(waiting.isDone()).isFalse();
    }
  }
}
