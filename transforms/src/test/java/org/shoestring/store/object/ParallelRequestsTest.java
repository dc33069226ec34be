package org.shoestring.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelRequestsTest {
  private static final List<String> NAMES =
      IntStream.range(0, 1000).mapToObj(Integer::toString).toList();

  @Test
  void each_names_givesTheAnswersInTheirOrder() throws IOException {
    assertThat(ParallelRequests.each(NAMES, Integer::valueOf))
        .isEqualTo(IntStream.range(0, 1000).boxed().toList());
    assertThat(ParallelRequests.each(List.of("7"), Integer::valueOf)).containsExactly(7);
    assertThat(ParallelRequests.each(List.<String>of(), Integer::valueOf)).isEmpty();
  }

  @Test
  void each_names_areAskedForSeveralAtATime() throws IOException {
    CountDownLatch together = new CountDownLatch(32);

    List<Boolean> answers =
        ParallelRequests.each(
            NAMES,
            name -> {
              together.countDown();
              try {
                together.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return true;
            });

    assertThat(answers).hasSize(1000).containsOnly(true);
  }

  @Test
  void each_oneFails_noMoreAreBegun() {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      begun.incrementAndGet();
                      if (name.equals("3")) {
                        failing.countDown();
                        throw new IOException("no such thing");
                      }
                      try {
                        failing.await();
                        Thread.sleep(100);
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                      return name;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no such thing");
    assertThat(begun).hasValueBetween(4, 100);
  }

  /** The threads that are at work for somebody. */
  private static List<Thread> working() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("requests"))
        .toList();
  }

  @Test
  void each_oneFailsWhileOthersWait_endsAllAtOnce() throws Exception {
    List<Thread> before = working();
    CountDownLatch waiting = new CountDownLatch(31);
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      try {
                        if (name.equals("31")) {
                          waiting.await();
                          throw new IOException("no such thing");
                        }
                        waiting.countDown();
                        never.await();
                      } catch (InterruptedException e) {
                        throw new IOException("interrupted");
                      }
                      return name;
                    }))
        .hasMessage("no such thing");
    assertThat(working()).isSubsetOf(before);
  }

  @Test
  void each_callerIsInterrupted_endsAllAndStaysInterrupted() throws Exception {
    List<Thread> before = working();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(32);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      begun.countDown();
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                      return name;
                    });
              } catch (IOException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(interrupted).isTrue();
    assertThat(working()).isSubsetOf(before);
  }

  @Test
  void each_oneHasAnError_isThatError() {
    assertThatThrownBy(
            () ->
                ParallelRequests.each(
                    NAMES,
                    name -> {
                      throw new LinkageError("a class is gone");
                    }))
        .isInstanceOf(LinkageError.class);
  }
}
