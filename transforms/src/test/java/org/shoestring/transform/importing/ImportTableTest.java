package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.transform.importing.Imports.EN_DE;
import static org.shoestring.transform.importing.Imports.bytes;
import static org.shoestring.transform.importing.Imports.bzip2;
import static org.shoestring.transform.importing.Imports.gzip;
import static org.shoestring.transform.importing.Imports.settings;
import static org.shoestring.transform.importing.Imports.unit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

/** From the bytes of files to the lines of a table: read, cut, refused or set aside. */
class ImportTableTest {
  private static final String TEXT = "one\teins\ntwo\tzwei\n\t\nfour\tvi\u00ebr\n";

  private Imports imports;

  @BeforeEach
  void makeImports(@TempDir Path folder) {
    imports = new Imports(new Workbench(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "a.tsv.gz", "a.tsv.bz2", "gzip.called.tsv"})
  void importTable_oneFile_keepsItsLines(String name) throws IOException {
    byte[] raw = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] stored = name.endsWith(".bz2") ? bzip2(raw) : name.contains("gz") ? gzip(raw) : raw;

    imports.files(imports.file(name, stored));

    assertThat(String.join("\n", imports.lines()) + "\n").isEqualTo(TEXT);
    assertThat(imports.lines(TableName.REJECTED)).isEmpty();
  }

  @Test
  void importTable_files_comeInTheirOrder() throws IOException {
    Manifest manifest =
        imports.files(
            imports.file("b.tsv", "1\tb\n"),
            imports.file("a.tsv.gz", gzip("2\ta\n".getBytes(StandardCharsets.UTF_8))),
            imports.file("c.tsv", ""));

    assertThat(imports.lines()).containsExactly("1\tb", "2\ta");
    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(1L, 1L, 0L);
  }

  @Test
  void importTable_manyGzipMembers_areReadToTheEnd() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      members.write(gzip((i + "\tx\n").getBytes(StandardCharsets.UTF_8)));
    }

    imports.files(imports.file("members.gz", members.toByteArray()));

    assertThat(imports.lines()).hasSize(100).endsWith("99\tx");
  }

  @Test
  void importTable_carriageReturnsMarkAndOpenEnd_areNormalised() throws IOException {
    imports.files(imports.file("dos.tsv", "\ufeffone\teins\r\ntwo\tz\rwei\r\n\ufeff\tdrei"));

    assertThat(imports.lines()).containsExactly("one\teins", "two\tz\rwei", "\ufeff\tdrei");
  }

  @Test
  void importTable_emptyFiles_makeAnEmptyTable() throws IOException {
    Manifest manifest =
        imports.files(imports.file("empty.tsv", ""), imports.file("empty.gz", gzip(new byte[0])));

    assertThat(manifest.lines(TableName.MAIN)).isZero();
    assertThat(manifest.shards(TableName.MAIN)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en\\tfr|:1: the header has the columns en, fr, expected en, de; correct the header or"
            + " 'columns'",
        "en\\t|:1: column 2 of the header has no name",
        "en\\ten|:1: 'en' is in the header twice",
        "\\xff\\tde|:1: the header is not UTF-8, or too long",
      })
  void importTable_otherHeader_fails(String header, String message) throws IOException {
    Path good = imports.file("good.tsv", "en\tde\n1\tA\n");
    Path bad = imports.file("bad.tsv", bytes(header + "\\n1\\tA\\n"));

    assertThatThrownBy(
            () ->
                imports.units(
                    List.of(unit(0, good), unit(1, bad)),
                    new ImportTable.Settings(EN_DE, 100, 9, true)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(bad + message);
  }

  @Test
  void importTable_emptyFileWhereAHeaderBelongs_fails() throws IOException {
    Path empty = imports.file("empty.tsv", "");

    assertThatThrownBy(
            () ->
                imports.units(
                    List.of(unit(0, empty)), new ImportTable.Settings(EN_DE, 100, 9, true)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            empty
                + ": the file is empty, but its first line must be a header with the names of"
                + " the columns");
  }

  @Test
  void importTable_noFiles_makeATableWithoutShards() throws IOException {
    assertThat(imports.units(List.of(), settings(0)).shards()).isEmpty();
  }

  @Test
  void importTable_shardBytes_cutsBehindTheLineThatReachesThem() throws IOException {
    Path file = imports.file("a.tsv", "aaaa\tb\n".repeat(7));

    Manifest manifest =
        imports.units(List.of(unit(0, file)), new ImportTable.Settings(EN_DE, 14, 0));

    assertThat(manifest.shards(TableName.MAIN))
        .extracting(Shard::lines)
        .containsExactly(2L, 2L, 2L, 1L);
    assertThat(manifest.shards(TableName.MAIN).get(3).name()).startsWith("part-00000-00003-");
  }

  @Test
  void importTable_shardBytesReachedAtTheEnd_leavesNoEmptyShard() throws IOException {
    Path file = imports.file("a.tsv", "aaaa\tb\n".repeat(4));

    Manifest manifest =
        imports.units(List.of(unit(0, file)), new ImportTable.Settings(EN_DE, 14, 0));

    assertThat(manifest.shards(TableName.MAIN)).extracting(Shard::lines).containsExactly(2L, 2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one|1 column, expected 2 (en, de); correct the line",
        "a\\tb\\tc|3 columns, expected 2 (en, de)",
        "ab\\xfcc\\td|invalid UTF-8 (byte 0xfc after 2 bytes)"
      })
  void importTable_badLine_failsNamingFileAndLine(String line, String message) throws IOException {
    Path first = imports.file("first.tsv", "x\ty\n");
    Path second = imports.file("second.tsv.gz", gzip(bytes("x\\ty\\n" + line + "\\nx\\ty\\n")));

    assertThatThrownBy(() -> imports.files(first, second))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(second + ":2: " + message)
        .hasMessageEndingWith("To set such lines aside, set max-bad-lines");
    assertThat(imports.output().manifest()).isEmpty();
  }

  @Test
  void importTable_badLinesWithinTheCap_areKeptAsRejects() throws IOException {
    Path first = imports.file("first.tsv", bytes("a\\tb\\nback\\\\slash\\nc\\td\\n"));
    Path second = imports.file("second.tsv", bytes("1\\t2\\t3\\nx\\ty\\n\\xff\\t\\n"));

    Manifest manifest = imports.units(List.of(unit(0, first), unit(1, second)), settings(3));

    assertThat(imports.lines()).containsExactly("a\tb", "c\td", "x\ty");
    assertThat(manifest.tables().get(TableName.REJECTED))
        .isEqualTo(Columns.of("reason", "detail", "source", "line", "text"));
    assertThat(imports.lines(TableName.REJECTED))
        .containsExactly(
            "columns\t\t0\t2\tback\\\\slash",
            "columns\t\t1\t1\t1\\t2\\t3",
            "utf8\t\t1\t3\t\\xff\\t");
    assertThat(manifest.reasons()).containsEntry("columns", 2L).containsEntry("utf8", 1L);
  }

  @Test
  void importTable_lineOverTheLongest_isRefusedOrSetAside() throws IOException {
    byte[] text = new byte[LineReader.MAX_LINE_BYTES + 100];
    Arrays.fill(text, (byte) 'x');
    text[2] = '\t';
    text[text.length - 5] = '\n';
    text[text.length - 3] = '\t';
    Path file = imports.file("long.tsv", text);

    assertThatThrownBy(() -> imports.files(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":1: the line is longer than 16 MiB");
    imports.units(List.of(unit(0, file)), settings(1));
    assertThat(imports.lines()).containsExactly("x\txx");
    assertThat(imports.lines(TableName.REJECTED))
        .singleElement()
        .asString()
        .startsWith("too_long\t\t0\t1\txx");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 12, 30})
  void importTable_truncatedLaterMember_failsNamingFileAndLine(int cut) throws IOException {
    byte[] second = gzip("three\tdrei\n".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.write(gzip("one\teins\ntwo\tzwei\n".getBytes(StandardCharsets.UTF_8)));
    stored.write(second, 0, second.length - cut);
    Path file = imports.file("cut.tsv.gz", stored.toByteArray());

    assertThatThrownBy(() -> imports.files(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageMatching(".*/cut\\.tsv\\.gz:\\d+: gzip member 2 .*; fetch the file again");
  }

  @Test
  void importTable_damagedLaterMember_fails() throws IOException {
    byte[] member =
        gzip("some words and\tmore of them\n".repeat(50).getBytes(StandardCharsets.UTF_8));
    byte[] stored = Arrays.copyOf(member, 2 * member.length);
    System.arraycopy(member, 0, stored, member.length, member.length);
    stored[stored.length - 20] ^= 0x10;

    assertThatThrownBy(() -> imports.files(imports.file("bad.gz", stored)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("bad.gz:")
        .hasMessageContaining("gzip member 2");
  }

  @Test
  void importTable_damagedBzip2_fails() throws IOException {
    byte[] whole = bzip2(TEXT.getBytes(StandardCharsets.UTF_8));
    byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
    System.arraycopy(whole, 0, twice, whole.length, whole.length);

    for (byte[] stored :
        List.of(
            Arrays.copyOf(whole, whole.length - 3),
            Arrays.copyOf(twice, twice.length - 9),
            Arrays.copyOf(whole, 4),
            Arrays.copyOf(whole, 9),
            "BZhello\tx\n".getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> imports.files(imports.file("bad.bz2", stored)))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("bad.bz2:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.gz", "none.bz2"})
  void importTable_zeroBytesCalledCompressed_fails(String name) throws IOException {
    assertThatThrownBy(() -> imports.files(imports.file(name, "")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(name + ":1: the file is empty");
  }
}
