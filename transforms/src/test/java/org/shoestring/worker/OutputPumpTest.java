package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputPumpTest {
  /** More than a pipe holds: a program that nobody reads would not end. */
  private static final String MUCH = "read -r _; head -c 3000000 /dev/zero";

  @Test
  void run_sinkFails_readsOnWithoutIt() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", MUCH).start();
    AtomicInteger tries = new AtomicInteger();
    OutputPump pump =
        OutputPump.start(
            "test",
            process.getInputStream(),
            (bytes, length) -> {
              tries.incrementAndGet();
              throw new IOException("the disk is full");
            });
    process.getOutputStream().write('\n');
    process.getOutputStream().close();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(pump.await(Duration.ofMinutes(1))).isTrue();
    assertThat(tries).hasValue(1);
  }

  @Test
  void run_sinkHasAnError_readsOnAndTellsWhoWaits() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", MUCH).start();
    OutputPump pump =
        OutputPump.start(
            "test",
            process.getInputStream(),
            (bytes, length) -> {
              throw new LinkageError("a class is gone");
            });
    process.getOutputStream().write('\n');
    process.getOutputStream().close();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(pump.await(Duration.ofMinutes(1))).isTrue();
    assertThatThrownBy(pump::rethrow).isInstanceOf(LinkageError.class);
  }

  @Test
  void run_oneOfTwoSinksFails_theOtherTakesAll() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", MUCH).start();
    AtomicInteger tries = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    OutputPump pump =
        OutputPump.start(
            "test",
            process.getInputStream(),
            (bytes, length) -> {
              tries.incrementAndGet();
              throw new IOException("the disk is full");
            },
            (bytes, length) -> taken.addAndGet(length));
    process.getOutputStream().write('\n');
    process.getOutputStream().close();

    assertThat(pump.await(Duration.ofMinutes(1))).isTrue();
    assertThat(tries).hasValue(1);
    assertThat(taken).hasValue(3_000_000);
  }
}
