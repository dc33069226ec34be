package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.server.DamagedTexts;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.local.CopyRecord;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.tsv.codec.Codec;

/**
 * Small stored objects that were damaged in any field: an error of their file, or no difference.
 */
class DamagedFactsTest {
  private final Path folder;
  private final Output output;

  DamagedFactsTest(@TempDir Path folder) {
    this.folder = folder;
    this.output = Made.output(folder, "x");
  }

  interface Reading {
    Object read() throws IOException;
  }

  /** Damages a file in every way; reading it fails with its name, or gives what it gave before. */
  private static void isNeverAnother(Path file, Reading reading) throws IOException {
    String text = Files.readString(file);
    Object whole = reading.read();
    int refused = 0;
    for (Map.Entry<String, String> damaged : DamagedTexts.of(text).entrySet()) {
      Files.writeString(file, damaged.getValue());
      try {
        assertThat(reading.read()).as(damaged.getKey()).isEqualTo(whole);
      } catch (BadDataException | UsageException e) {
        assertThat(e).as(damaged.getKey()).hasMessageStartingWith(file + ":");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(20);
    Files.write(file, new byte[] {'a', '\t', (byte) 0xff, '\n'});
    try {
      assertThat(reading.read()).isEqualTo(whole);
    } catch (BadDataException e) {
      assertThat(e).hasMessageStartingWith(file + ":1: not UTF-8; ");
    }
    Files.writeString(file, text);
    assertThat(reading.read()).isEqualTo(whole);
  }

  @Test
  void record_damagedAnywhere_isBadData() throws IOException {
    UnitRecord record =
        new UnitRecord(
            List.of(
                Made.shard(output, TableName.MAIN, 1, List.of("a\tb", "c\td")),
                Made.shard(output, TableName.REJECTED, 1, List.of("x"))),
            Map.of("length", 2L, "utf8", 1L),
            List.of(List.of("at", "0", "12", "345"), List.of("sums", "1", "2.5")));
    output.records().finish("00001-00002", record);
    Path file = Path.of(output.folder(), "_parts", "00001-00002.tsv");

    isNeverAnother(file, () -> output.records().find("00001-00002").orElseThrow());
  }

  @Test
  void record_ofAnotherUnit_isBadData() throws IOException {
    UnitRecord record = Made.record(Made.shard(output, TableName.MAIN, 0, List.of("a\tb")));
    output.records().finish("00000", record);
    Path file = Path.of(output.folder(), "_parts", "00000.tsv");
    Path other = file.resolveSibling("00001.tsv");
    Files.copy(file, other);

    assertThat(output.records().find("00000")).contains(record);
    assertThatThrownBy(() -> output.records().find("00001"))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            other
                + ":2: the lines above were altered: their hash is not the one of 'check'; the"
                + " record was altered: "
                + Made.cure(output));
  }

  @Test
  void manifest_damagedAnywhere_isBadData() throws IOException {
    Made.table(output, "x", List.of(List.of("a\tb", "c\td"), List.of("e\tf")));
    Path file = Path.of(output.folder(), "_manifest.tsv");

    isNeverAnother(file, () -> output.manifest().orElseThrow());
  }

  @Test
  void workspace_damagedAnywhere_isAnError() throws IOException {
    Workspace.open(Stores.withoutOptions(), "test", folder.toString(), Codec.GZIP, 2).make();

    isNeverAnother(
        folder.resolve("_workspace.tsv"),
        () ->
            Workspace.open(Stores.withoutOptions(), "test", folder.toString(), Codec.GZIP, 2)
                .codec());
  }

  @Test
  void copyRecord_damagedAnywhere_isNoneOrTheSame() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Path file = Files.writeString(copy.resolve("a"), "x", StandardCharsets.UTF_8);
    CopyRecord record =
        new CopyRecord(
            "id", Map.of("a", CopyRecord.CopiedFile.of(file, "0".repeat(64))), List.of("a"));
    record.write(copy);
    Path written = folder.resolve("copy.copy.tsv");
    String text = Files.readString(written);
    assertThat(CopyRecord.of(copy)).contains(record);

    for (Map.Entry<String, String> damaged : DamagedTexts.of(text).entrySet()) {
      Files.writeString(written, damaged.getValue());
      assertThat(CopyRecord.of(copy)).as(damaged.getKey()).isEmpty();
    }
  }

  /** Its last line is right, as somebody may write it who knows how. */
  @Test
  void copyRecord_thatSomebodyWrote_isNone() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Path file = Files.writeString(copy.resolve("a"), "x", StandardCharsets.UTF_8);
    CopyRecord record =
        new CopyRecord(
            "id", Map.of("a", CopyRecord.CopiedFile.of(file, "0".repeat(64))), List.of("a"));
    record.write(copy);
    Path written = folder.resolve("copy.copy.tsv");
    String text = new FactFile("", Files.readString(written), "").unsealed().text();
    Map<String, String> altered =
        Map.of(
            "copy\tid\n",
            "",
            "copy\tid",
            "copy\tid\ncopy\tid",
            "copy\t",
            "copies\t",
            "mended\ta",
            "mended\t../a",
            "file\ta\t",
            "file\t/tmp/a\t",
            "file\ta\t1\t",
            "file\ta\t-1\t",
            "\t" + "0".repeat(64),
            "\t" + "0".repeat(63),
            "0".repeat(64) + "\n",
            "0".repeat(64) + "\tx\n");
    altered.forEach(
        (old, made) -> {
          assertThat(text).contains(old);
          String sealed = FactFile.sealed("copy.copy.tsv", text.replace(old, made));
          assertThat(read(written, sealed, copy)).as(made).isEmpty();
        });
    assertThat(read(written, FactFile.sealed("copy.copy.tsv", text), copy)).contains(record);
  }

  private static Optional<CopyRecord> read(Path file, String text, Path copy) {
    try {
      Files.writeString(file, text);
      return CopyRecord.of(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
