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
    first.close();

    second.get().close();
  }

  @Test
  void take_smallOnesBehindALargeOne_waitForTheirTurn() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = WorkSlots.take(60);
    Future<WorkSlots.Slot> large = threads.submit(() -> WorkSlots.take(90));
    assertWaits(large);

    Future<WorkSlots.Slot> small = threads.submit(() -> WorkSlots.take(1));
    assertWaits(small);
    first.close();

    WorkSlots.Slot second = large.get();
    small.get().close();
    second.close();
  }

  @Test
  void take_givenUpWhileWaiting_letsTheNextIn() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = WorkSlots.take(60);
    Future<WorkSlots.Slot> large = threads.submit(() -> WorkSlots.take(90));
    assertWaits(large);
    Future<WorkSlots.Slot> small = threads.submit(() -> WorkSlots.take(1));
    assertWaits(small);

    large.cancel(true);

    small.get().close();
    first.close();
  }

  @Test
  void reserve_memory_isNoUnitButCounts() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot reserved = WorkSlots.reserve(50);
    WorkSlots.Slot first = WorkSlots.take(20);
    WorkSlots.Slot second = WorkSlots.take(20);
    first.close();

    Future<WorkSlots.Slot> third = threads.submit(() -> WorkSlots.take(40));
    assertWaits(third);
    reserved.close();

    third.get().close();
    second.close();
  }

  @Test
  void reserve_moreThanTheWholeBudget_leavesOneUnitAtWork() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot reserved = WorkSlots.reserve(1000);
    WorkSlots.Slot first = WorkSlots.take(20);
    Future<WorkSlots.Slot> second = threads.submit(() -> WorkSlots.take(20));
    assertWaits(second);
    first.close();

    second.get().close();
    reserved.close();
  }

  @Test
  void reserve_whatDoesNotFit_waitsUntilNothingIsAtWork() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot unit = WorkSlots.take(20);
    Future<WorkSlots.Slot> reserved = threads.submit(() -> WorkSlots.reserve(90));
    assertWaits(reserved);
    unit.close();

    reserved.get().close();
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
