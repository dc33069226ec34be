package org.shoestring.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shoestring.bytes.InterruptibleCopy;

@Timeout(60)
class ParallelTransfersTest {
  private static final List<Integer> OBJECTS = IntStream.range(0, 100).boxed().toList();

  /** Counts who is at work, and lets nobody end before {@code together} are. */
  private static final class Room {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch together;

    Room(int together) {
      this.together = new CountDownLatch(together);
    }

    Integer transfer(Integer object) throws IOException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      together.countDown();
      try {
        together.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      now.decrementAndGet();
      return object;
    }
  }

  @Test
  void each_objects_areMovedSixteenAtATime() throws IOException {
    Room room = new Room(16);

    assertThat(ParallelTransfers.each(OBJECTS, room::transfer)).isEqualTo(OBJECTS);

    assertThat(room.most).hasValue(16);
  }

  @Test
  void each_severalCallers_haveRoomForThirtyTwo() throws Exception {
    Room room = new Room(32);
    List<Thread> callers =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            ParallelTransfers.each(OBJECTS, room::transfer);
                          } catch (IOException e) {
                            room.most.set(-1);
                          }
                        }))
            .toList();
    callers.forEach(Thread::start);
    for (Thread caller : callers) {
      caller.join();
    }

    assertThat(room.most).hasValue(32);
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
