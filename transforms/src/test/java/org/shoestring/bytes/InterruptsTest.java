package org.shoestring.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
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
}
