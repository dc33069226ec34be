package org.shoestring.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.RowWriter;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.Members;

/** Work that only computes ends where it reads or writes its next lines. */
class InterruptsTest {
  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void next_rowsOfAnInterruptedThread_end() throws Exception {
    ByteArrayOutputStream shard = new ByteArrayOutputStream();
    Members members;
    try (RowWriter out = RowWriter.to(shard, Codec.GZIP, 1)) {
      out.write(bytes("a"), 0, 1);
      out.write(bytes("b"), 0, 1);
      out.close();
      members = out.members();
    }
    try (RowReader rows =
        new RowReader(
            new ByteArrayInputStream(shard.toByteArray()),
            Codec.GZIP,
            members,
            0,
            1,
            "shard",
            (what, cause) -> new BadDataException(what))) {
      assertThat(rows.next()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(rows::next).isInstanceOf(InterruptedIOException.class);
    }
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void next_linesOfAnInterruptedThread_end() throws Exception {
    try (LineReader lines = new LineReader(new ByteArrayInputStream(bytes("a\n")))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(lines::next).isInstanceOf(InterruptedIOException.class);
    }
  }

  @Test
  void outlast_interrupted_waitsToTheEndAndStaysInterrupted() {
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              try {
                Thread.sleep(100);
              } catch (InterruptedException e) {
                return;
              }
              end.countDown();
            });
    other.start();
    Thread.currentThread().interrupt();

    boolean ended =
        Interrupts.outlast(Duration.ofMinutes(1), nanos -> end.await(nanos, TimeUnit.NANOSECONDS));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
  }

  @Test
  void outlast_noEnd_tellsThat() {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(
            Interrupts.outlast(
                Duration.ofMillis(1), nanos -> never.await(nanos, TimeUnit.NANOSECONDS)))
        .isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
