package org.shoestring.store.remote;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastRequestTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void run_interruptedThread_isMadeAllTheSame() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    boolean broken = LastRequest.run(() -> Thread.interrupted() || never.await(50, MILLISECONDS));

    assertThat(broken).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void run_tooLong_isLeftBehind() throws Exception {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(
            LastRequest.run(
                SHORT,
                () -> {
                  never.await();
                  return "late";
                }))
        .isEmpty();
    never.countDown();
  }

  @Test
  void run_inTime_isTheAnswer() throws Exception {
    assertThat(LastRequest.run(Duration.ofSeconds(20), () -> "answer")).contains("answer");
  }

  @Test
  void run_fails_throwsTheSame() {
    assertThatThrownBy(
            () ->
                LastRequest.run(
                    () -> {
                      throw new FileNotFoundException("gone");
                    }))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("gone");
    assertThatThrownBy(
            () ->
                LastRequest.run(
                    () -> {
                      throw new UnsupportedOperationException("never");
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("never");
  }
}
