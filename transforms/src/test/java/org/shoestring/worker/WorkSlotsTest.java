package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shoestring.tsv.foreign.Dictionaries;

@Timeout(60)
class WorkSlotsTest {
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<WorkSlots.Slot> taken = new ConcurrentLinkedQueue<>();

  private WorkSlots.Slot take(long memory) throws InterruptedException {
    return kept(WorkSlots.take(memory));
  }

  private WorkSlots.Slot take(long memory, Dictionaries.Need need) throws InterruptedException {
    return kept(WorkSlots.take(memory, need));
  }

  private WorkSlots.Slot reserve(long memory) throws InterruptedException {
    return kept(WorkSlots.reserve(memory));
  }

  private WorkSlots.Slot kept(WorkSlots.Slot slot) {
    taken.add(slot);
    return slot;
  }

  @AfterEach
  void removeLimits() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
    taken.forEach(WorkSlots.Slot::close); // Whatever a test that failed has left.
    WorkSlots.limit(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** A slot that a thread of its own asks for. */
  private record Asked(Thread thread, FutureTask<WorkSlots.Slot> task) {

    /** Fails if the slot is given; a thread that is slow is awaited until it waits for its turn. */
    void assertWaits() {
      while (!task.isDone() && !isWaiting()) {
        Thread.onSpinWait();
      }
      assertThat(task.isDone()).as("the slot was given").isFalse();
    }

    private boolean isWaiting() {
      return thread.getState() == Thread.State.WAITING
          && Stream.of(thread.getStackTrace())
              .anyMatch(frame -> frame.getClassName().equals(WorkSlots.class.getName()));
    }

    WorkSlots.Slot get() throws Exception {
      return task.get();
    }
  }

  private Asked ask(Callable<WorkSlots.Slot> slot) {
    FutureTask<WorkSlots.Slot> task = new FutureTask<>(slot);
    Thread thread = new Thread(task);
    threads.add(thread);
    thread.start();
    return new Asked(thread, task);
  }

  @Test
  void take_moreThanUnits_areNeverAtWorkAtOnce() throws Exception {
    WorkSlots.limit(3, Long.MAX_VALUE);
    Deque<WorkSlots.Slot> atWork = new ArrayDeque<>();
    for (int i = 0; i < 3; i++) {
      atWork.add(ask(() -> take(1)).get());
    }
    for (int i = 0; i < 30; i++) {
      Asked next = ask(() -> take(1));
      next.assertWaits();
      atWork.remove().close();
      atWork.add(next.get());
    }
    atWork.forEach(WorkSlots.Slot::close);
  }

  @Test
  void take_moreThanTheMemoryLeft_waits() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = take(60);

    Asked second = ask(() -> take(41));
    second.assertWaits();
    first.close();

    second.get().close();
  }

  @Test
  void take_smallOnesBehindALargeOne_waitForTheirTurn() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = take(60);
    Asked large = ask(() -> take(90));
    large.assertWaits();

    Asked small = ask(() -> take(1));
    small.assertWaits();
    first.close();

    WorkSlots.Slot second = large.get();
    small.get().close();
    second.close();
  }

  @Test
  void take_givenUpWhileWaiting_letsTheNextIn() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = take(60);
    Asked large = ask(() -> take(90));
    large.assertWaits();
    Asked small = ask(() -> take(1));
    small.assertWaits();

    large.thread().interrupt();

    small.get().close();
    first.close();
  }

  @Test
  void reserve_memory_isNoUnitButCounts() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot reserved = reserve(50);
    WorkSlots.Slot first = take(20);
    WorkSlots.Slot second = take(20);
    first.close();

    Asked third = ask(() -> take(40));
    third.assertWaits();
    reserved.close();

    third.get().close();
    second.close();
  }

  @Test
  void reserve_moreThanTheWholeBudget_leavesOneUnitAtWork() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot reserved = reserve(1000);
    WorkSlots.Slot first = take(20);
    Asked second = ask(() -> take(20));
    second.assertWaits();
    first.close();

    second.get().close();
    reserved.close();
  }

  @Test
  void reserve_whatDoesNotFit_waitsUntilNothingIsAtWork() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot unit = take(20);
    Asked reserved = ask(() -> reserve(90));
    reserved.assertWaits();
    unit.close();

    reserved.get().close();
  }

  @Test
  void take_moreThanTheWholeBudget_runsAlone() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot small = take(1);

    Asked large = ask(() -> take(1000));
    large.assertWaits();
    small.close();
    WorkSlots.Slot alone = large.get();
    Asked next = ask(() -> take(1));
    next.assertWaits();
    alone.close();

    next.get().close();
  }

  @Test
  void limit_raised_letsThoseInThatWait() throws Exception {
    WorkSlots.limit(1, 100);
    WorkSlots.Slot first = take(1);
    Asked second = ask(() -> take(1));
    second.assertWaits();

    WorkSlots.limit(2, 100);

    second.get().close();
    first.close();
  }

  @Test
  void take_dictionariesBeyondHalfOfTheHeap_wait() throws Exception {
    WorkSlots.limit(10, Long.MAX_VALUE);
    Dictionaries.Need most = new Dictionaries.Need(Dictionaries.MOST_BYTES, 0);
    WorkSlots.Slot first = take(1, most);
    WorkSlots.Slot none = take(1, Dictionaries.Need.NONE);

    Asked second = ask(() -> take(1, new Dictionaries.Need(1, 0)));
    second.assertWaits();
    first.close();

    second.get().close();
    none.close();
  }

  @Test
  void take_dictionariesOutsideTheHeap_countAsMemory() throws Exception {
    WorkSlots.limit(10, 100);
    WorkSlots.Slot first = take(10, new Dictionaries.Need(0, 60));

    Asked second = ask(() -> take(31));
    second.assertWaits();
    first.close();

    second.get().close();
  }

  @Test
  void close_twice_givesBackOnce() throws Exception {
    WorkSlots.limit(1, 100);
    WorkSlots.Slot first = take(1);
    first.close();
    WorkSlots.Slot second = take(1);
    first.close();

    Asked third = ask(() -> take(1));
    third.assertWaits();
    second.close();
    third.get().close();
  }

  @Test
  void end_workAtWork_isWaitedForAndNoneBegins() throws Exception {
    WorkSlots.limit(2, 100);
    WorkSlots.Slot first = take(1);
    assertThat(WorkSlots.end(Duration.ofMillis(1))).isFalse();
    Asked second = ask(() -> take(1));
    second.assertWaits();
    first.close();

    assertThat(WorkSlots.end(Duration.ofMinutes(1))).isTrue();
    second.assertWaits();
    WorkSlots.limit(2, 100);
    second.get().close();
  }
}
