package org.shoestring.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shoestring.bytes.InterruptibleCopy;

@Timeout(60)
class ParallelTransfersTest {
  private static final List<Integer> OBJECTS = IntStream.range(0, 100).boxed().toList();

  /** Counts who is at work, and lets nobody end before all threads are at work or wait. */
  private static final class Room {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();
    private final List<List<Integer>> moved = Collections.synchronizedList(new ArrayList<>());

    private Integer transfer(Integer object) throws IOException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      now.decrementAndGet();
      return object;
    }

    private void move() {
      try {
        moved.add(ParallelTransfers.each(OBJECTS, this::transfer));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** How many are at work when no further one can begin. */
    int mostOf(int howMany) throws Exception {
      // Who waits for a class to be loaded looks like one who waits for others.
      assertThat(ParallelTransfers.each(OBJECTS, object -> object)).isEqualTo(OBJECTS);
      for (int i = 0; i < howMany; i++) {
        callers.add(new Thread(this::move));
      }
      callers.forEach(Thread::start);
      while (!(callers.stream().allMatch(Room::waits) && threads().allMatch(Room::waits))) {
        Thread.onSpinWait();
      }
      int atWork = now.get();
      open.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(moved).hasSize(howMany).containsOnly(OBJECTS);
      assertThat(most).hasValue(atWork);
      return atWork;
    }

    private static boolean waits(Thread thread) {
      return thread.getState() == Thread.State.WAITING;
    }

    private static Stream<Thread> threads() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("requests"));
    }
  }

  @Test
  void each_objects_areMovedSixteenAtATime() throws Exception {
    assertThat(new Room().mostOf(1)).isEqualTo(16);
  }

  @Test
  void each_severalCallers_haveRoomForThirtyTwo() throws Exception {
    assertThat(new Room().mostOf(4)).isEqualTo(32);
  }

  @Test
  void copy_interruptedThread_stops() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Thread.currentThread().interrupt();

    assertThatThrownBy(
            () -> InterruptibleCopy.copy(new ByteArrayInputStream(new byte[1 << 20]), out))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(out.size()).isZero();
  }
}
