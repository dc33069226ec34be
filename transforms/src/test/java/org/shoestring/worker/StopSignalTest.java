package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shoestring.worker.StopSignal.Cause;
import org.shoestring.worker.StopSignal.Reason;

@Timeout(60)
class StopSignalTest {
  private static final Reason LOST = new Reason(Cause.LEASE_LOST, "b (process 7) took over");
  private static final Reason ENDED = new Reason(Cause.INTERRUPTED, "SIGINT");

  private final StopSignal signal = new StopSignal();

  @Test
  void stop_threadThatTakesTheFirstInterruptForAnother_isInterruptedAgain() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Integer> interrupts = new CompletableFuture<>();
    Thread work =
        new Thread(
            () -> {
              int count = 0;
              try (StopSignal.Registration here = signal.enter()) {
                begun.countDown();
                while (count < 2) {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    count++;
                  }
                }
              } catch (StoppedException e) {
                count = -1;
              }
              interrupts.complete(count);
            });
    work.start();
    begun.await();
    signal.stop(LOST);

    assertThat(interrupts.get()).isEqualTo(2);
    assertThat(signal.awaitIdle(Duration.ofSeconds(20))).isTrue();
    assertThat(signal.reason()).contains(LOST);
  }

  /** Several who wait for the same stop, one after another, do not add up their patience. */
  @Test
  void awaitIdle_patienceIsOverSinceTheSignal_doesNotWait() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread work =
        new Thread(
            () -> {
              try (StopSignal.Registration here = signal.enter()) {
                begun.countDown();
                while (end.getCount() > 0) {
                  Thread.onSpinWait(); // As one who waits for a device: no interrupt ends it.
                }
              } catch (StoppedException e) {
                throw new IllegalStateException(e);
              }
            });
    work.start();
    begun.await();
    signal.stop(LOST);

    for (int waiting = 0; waiting < 1000; waiting++) { // 200 s, if each waited for itself.
      assertThat(signal.awaitIdle(Duration.ofMillis(200))).isFalse();
    }
    end.countDown();
    work.join();
    assertThat(signal.awaitIdle(Duration.ZERO)).isTrue();
  }

  @Test
  void close_afterTheSignal_endsItsInterrupt() throws Exception {
    try (StopSignal.Registration here = signal.enter()) {
      signal.stop(LOST);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void close_withoutTheSignal_leavesAnInterruptOfOthers() throws Exception {
    try (StopSignal.Registration here = signal.enter()) {
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void enter_afterTheSignal_tellsTheFirstReason() {
    signal.stop(LOST);
    signal.stop(ENDED);

    assertThatThrownBy(signal::enter)
        .isInstanceOfSatisfying(StoppedException.class, e -> assertThat(e.reason()).isEqualTo(LOST))
        .hasMessage("stopped: b (process 7) took over");
  }

  @Test
  void checkAfter_failureOfStoppedWork_isAConsequence() throws Exception {
    IOException failure = new IOException("closed");
    signal.checkAfter(failure);
    signal.stop(ENDED);

    assertThatThrownBy(() -> signal.checkAfter(failure))
        .isInstanceOf(StoppedException.class)
        .hasSuppressedException(failure);
  }

  @Test
  void onStop_beforeAndAfterTheSignal_isToldOnceUnlessClosed() {
    List<String> told = new ArrayList<>();
    StopSignal.Registration before = signal.onStop(reason -> told.add("before " + reason.text()));
    signal.onStop(reason -> told.add("closed")).close();
    assertThat(signal.isAwaited()).isTrue();
    signal.stop(ENDED);
    signal.stop(LOST);
    try (StopSignal.Registration after =
        signal.onStop(reason -> told.add("after " + reason.text()))) {
      before.close();
    }

    assertThat(told).containsExactly("before SIGINT", "after SIGINT");
    assertThat(signal.isAwaited()).isFalse();
  }

  /** As a program that saves, and what is to be done when it has. */
  @Test
  void awaitIdle_workThatNeedsLonger_isWaitedForAndWhatFollowsIt() throws Exception {
    StopSignal outer = new StopSignal();
    StopSignal inner = new StopSignal(outer);
    CountDownLatch begun = new CountDownLatch(1);
    Thread work =
        new Thread(
            () -> {
              try (StopSignal.Registration here = outer.enter()) {
                try (StopSignal.Registration time = inner.needing(Duration.ofSeconds(20))) {
                  begun.countDown();
                  spin(Duration.ofMillis(1200));
                }
                spin(Duration.ofMillis(100));
              } catch (StoppedException e) {
                throw new IllegalStateException(e);
              }
            });
    work.start();
    begun.await();
    outer.stop(ENDED);

    assertThat(outer.awaitIdle(Duration.ofSeconds(1))).isTrue();
  }

  /** Passes time; no interrupt ends it. */
  private static void spin(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void awaitIdle_anotherAtWork_waitsForItAndNotForItself() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              try (StopSignal.Registration here = signal.enter()) {
                begun.countDown();
                go.await();
              } catch (InterruptedException | StoppedException e) {
                Thread.currentThread().interrupt();
              }
            });
    other.start();
    begun.await();
    try (StopSignal.Registration here = signal.enter()) {
      assertThat(signal.awaitIdle(Duration.ofMillis(1))).isFalse();
      go.countDown();
      assertThat(signal.awaitIdle(Duration.ofSeconds(20))).isTrue();
    }
    other.join();
  }
}
