package org.shoestring.table.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;

class FactFileTest {
  private final Path folder;

  FactFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String read(String object) throws IOException {
    return FactFile.read(Stores.withoutOptions().at(folder.toString()), object, "delete it")
        .orElseThrow()
        .text();
  }

  @Test
  void read_tenGigabytes_isBadDataInLittleMemory() throws IOException {
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      huge.setLength(10L << 30); // It takes no room on the disk.
    }

    assertThatThrownBy(() -> read("huge"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            folder.resolve("huge")
                + ": this file is larger than 64 MiB, the largest that it can be; delete it");
  }

  @Test
  void read_noUtf8_isBadDataWithItsLine() throws IOException {
    Files.write(folder.resolve("latin1"), "a\tb\nc\tü\n".getBytes(ISO_8859_1));

    assertThatThrownBy(() -> read("latin1"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(folder.resolve("latin1") + ":2: not UTF-8; delete it");
  }

  @Test
  void read_none_isEmpty() throws IOException {
    assertThat(FactFile.read(Stores.withoutOptions().at(folder.toString()), "none", "")).isEmpty();
  }

  @Test
  void forEach_lines_areFieldsWithoutEscapes() {
    List<List<String>> lines = new ArrayList<>();
    new FactFile("f", "a\tb\\tc\n\nd\\\\\n", "").forEach(line -> lines.add(line.fields()));

    assertThat(lines).containsExactly(List.of("a", "b\tc"), List.of(""), List.of("d\\"));
  }

  @Test
  void forEach_readerRefuses_isBadDataWithItsLine() {
    FactFile file = new FactFile("f", "count\t1\ncount\tx\n", "delete it");

    assertThatThrownBy(() -> file.forEach(line -> line.count(1)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "f:2: 'x' is not a valid count; expected a whole number of 0 or more, below 10^15;"
                + " delete it");
  }

  @Test
  void bytes_moreThanIsRead_isAUsageError() {
    String text = "x".repeat(FactFile.MAX_BYTES + 1);

    assertThatThrownBy(() -> FactFile.bytes("f", text, "make less of it"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "f: this file would have 67108865 bytes, but at most 64 MiB are allowed; make less"
                + " of it");
  }
}
