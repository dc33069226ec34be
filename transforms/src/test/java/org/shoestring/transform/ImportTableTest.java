package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.table.Manifest;
import org.shoestring.table.Shard;
import org.shoestring.table.Table;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.LineReader;

class ImportTableTest {
  private static final Columns EN_DE = Columns.of("en", "de");
  private static final String TEXT = "one\teins\ntwo\tzwei\n\t\nfour\tvi\u00ebr\n";

  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path folder) {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "a.tsv.gz", "a.tsv.bz2", "gzip.called.tsv"})
  void importTable_oneFile_keepsItsLines(String name) throws IOException {
    byte[] raw = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] stored = name.endsWith(".bz2") ? bzip2(raw) : name.contains("gz") ? gzip(raw) : raw;

    importFiles(bench.file(name, stored));

    assertThat(String.join("\n", lines()) + "\n").isEqualTo(TEXT);
    assertThat(lines(Table.REJECTED)).isEmpty();
  }

  @Test
  void importTable_files_comeInTheirOrder() throws IOException {
    Manifest manifest =
        importFiles(
            bench.file("b.tsv", "1\tb\n"),
            bench.file("a.tsv.gz", gzip("2\ta\n".getBytes(StandardCharsets.UTF_8))),
            bench.file("c.tsv", ""));

    assertThat(lines()).containsExactly("1\tb", "2\ta");
    assertThat(manifest.shards(Table.MAIN)).extracting(Shard::lines).containsExactly(1L, 1L, 0L);
  }

  @Test
  void importTable_manyGzipMembers_areReadToTheEnd() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      members.write(gzip((i + "\tx\n").getBytes(StandardCharsets.UTF_8)));
    }

    importFiles(bench.file("members.gz", members.toByteArray()));

    assertThat(lines()).hasSize(100).endsWith("99\tx");
  }

  @Test
  void importTable_carriageReturnsMarkAndOpenEnd_areNormalised() throws IOException {
    importFiles(bench.file("dos.tsv", "\ufeffone\teins\r\ntwo\tz\rwei\r\n\ufeff\tdrei"));

    assertThat(lines()).containsExactly("one\teins", "two\tz\rwei", "\ufeff\tdrei");
  }

  @Test
  void importTable_emptyFiles_makeAnEmptyTable() throws IOException {
    Manifest manifest =
        importFiles(bench.file("empty.tsv", ""), bench.file("empty.gz", gzip(new byte[0])));

    assertThat(manifest.lines(Table.MAIN)).isZero();
    assertThat(manifest.shards(Table.MAIN)).hasSize(2);
  }

  @Test
  void importTable_noFiles_makeATableWithoutShards() throws IOException {
    assertThat(importUnits(List.of(), settings(0)).shards()).isEmpty();
  }

  @Test
  void importTable_sideBySide_joinsLines() throws IOException {
    Path en = bench.file("en", "one\ntwo\n\nfour");
    Path de1 = bench.file("de.1.gz", gzip("eins\nzwei\n".getBytes(StandardCharsets.UTF_8)));
    Path de2 = bench.file("de.2", "drei\r\n\n");

    importSideBySide(settings(0), List.of(en), List.of(de1, de2));

    assertThat(lines()).containsExactly("one\teins", "two\tzwei", "\tdrei", "four\t");
  }

  @Test
  void importTable_sideBySideUnequal_namesTheFirstLineWithoutPartner() throws IOException {
    Path en = bench.file("en", "one\ntwo\nthree\n");
    Path de = bench.file("de", "eins\nzwei\n");

    assertThatThrownBy(() -> importSideBySide(settings(0), List.of(en), List.of(de)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":3: a line without a partner: " + de + " ends before it");
    assertThatThrownBy(() -> importSideBySide(settings(0), List.of(de), List.of(en)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":3: a line without a partner: " + de + " ends before it");
  }

  @Test
  void importTable_sideBySideWithTab_saysWhatToDo() throws IOException {
    Path en = bench.file("en", "one\ntw\to\n");
    Path de = bench.file("de", "eins\nzwei\n");

    assertThatThrownBy(() -> importSideBySide(settings(0), List.of(en), List.of(de)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":2: 3 columns, expected 2 (en, de); files side by side");
  }

  @Test
  void importTable_shardBytes_cutsBehindTheLineThatReachesThem() throws IOException {
    Path file = bench.file("a.tsv", "aaaa\tb\n".repeat(7));

    Manifest manifest = importUnits(List.of(unit(0, file)), new ImportTable.Settings(EN_DE, 14, 0));

    assertThat(manifest.shards(Table.MAIN))
        .extracting(Shard::lines)
        .containsExactly(2L, 2L, 2L, 1L);
    assertThat(manifest.shards(Table.MAIN).get(3).name()).startsWith("part-00000-00003-");
  }

  @Test
  void importTable_shardBytesReachedAtTheEnd_leavesNoEmptyShard() throws IOException {
    Path file = bench.file("a.tsv", "aaaa\tb\n".repeat(4));

    Manifest manifest = importUnits(List.of(unit(0, file)), new ImportTable.Settings(EN_DE, 14, 0));

    assertThat(manifest.shards(Table.MAIN)).extracting(Shard::lines).containsExactly(2L, 2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one|1 columns, expected 2 (en, de); mend the line",
        "a\\tb\\tc|3 columns, expected 2 (en, de)",
        "ab\\xfcc\\td|invalid UTF-8 (byte 0xfc after 2 bytes)"
      })
  void importTable_badLine_failsNamingFileAndLine(String line, String message) throws IOException {
    Path first = bench.file("first.tsv", "x\ty\n");
    Path second = bench.file("second.tsv.gz", gzip(bytes("x\\ty\\n" + line + "\\nx\\ty\\n")));

    assertThatThrownBy(() -> importFiles(first, second))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(second + ":2: " + message)
        .hasMessageEndingWith("or set such lines aside with max-bad-lines");
    assertThat(bench.output("import").manifest()).isEmpty();
  }

  @Test
  void importTable_badLinesWithinTheCap_areKeptAsRejects() throws IOException {
    Path first = bench.file("first.tsv", bytes("a\\tb\\nback\\\\slash\\nc\\td\\n"));
    Path second = bench.file("second.tsv", bytes("1\\t2\\t3\\nx\\ty\\n\\xff\\t\\n"));

    Manifest manifest = importUnits(List.of(unit(0, first), unit(1, second)), settings(3));

    assertThat(lines()).containsExactly("a\tb", "c\td", "x\ty");
    assertThat(manifest.tables().get(Table.REJECTED))
        .isEqualTo(Columns.of("reason", "detail", "source", "line", "text"));
    assertThat(lines(Table.REJECTED))
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
    Path file = bench.file("long.tsv", text);

    assertThatThrownBy(() -> importFiles(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":1: the line is longer than 16 MiB");
    importUnits(List.of(unit(0, file)), settings(1));
    assertThat(lines()).containsExactly("x\txx");
    assertThat(lines(Table.REJECTED)).singleElement().asString().startsWith("too_long\t\t0\t1\txx");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 12, 30})
  void importTable_truncatedLaterMember_failsNamingFileAndLine(int cut) throws IOException {
    byte[] second = gzip("three\tdrei\n".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.write(gzip("one\teins\ntwo\tzwei\n".getBytes(StandardCharsets.UTF_8)));
    stored.write(second, 0, second.length - cut);
    Path file = bench.file("cut.tsv.gz", stored.toByteArray());

    assertThatThrownBy(() -> importFiles(file))
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

    assertThatThrownBy(() -> importFiles(bench.file("bad.gz", stored)))
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
      assertThatThrownBy(() -> importFiles(bench.file("bad.bz2", stored)))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining("bad.bz2:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.gz", "none.bz2"})
  void importTable_zeroBytesCalledCompressed_fails(String name) throws IOException {
    assertThatThrownBy(() -> importFiles(bench.file(name, "")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(name + ":1: the file is empty");
  }

  @Test
  void importTable_killedAtAnyPiece_endsTheSameWithoutWritingEarlierOnes() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("line ")
          .append(i)
          .append(i % 9 == 4 ? "" : "\tx")
          .append(i % 2 == 0 ? "\r\n" : "\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 30, 4);
    List<ImportUnit> units =
        List.of(unit(0, bench.file("a.tsv", bytes)), unit(1, bench.file("b.tsv.gz", gzip(bytes))));
    Manifest whole = importUnits(units, settings);
    assertThat(whole.reasons()).containsEntry("columns", 8L);
    int pieces =
        (int)
            whole.shards(Table.MAIN).stream()
                .filter(s -> s.name().startsWith("part-00000"))
                .count();
    assertThat(pieces).isGreaterThan(9);

    for (int done = 0; done < pieces; done += 3) {
      List<String> later = new ArrayList<>(List.of("_manifest.tsv"));
      for (int piece = done; piece < pieces; piece++) {
        String name = String.format("%05d", piece);
        later.addAll(List.of("_parts/00000-" + name, "part-00000-" + name));
      }
      bench.delete("import", later.toArray(new String[0]));
      String firstAgain = String.format("_rejected/part-00000-%05d", done);
      List<String> before =
          stamps().stream()
              .filter(f -> !f.startsWith("_rejected/part-00000") || f.compareTo(firstAgain) < 0)
              .toList();

      Manifest resumed = importUnits(units, settings);

      assertThat(resumed.digest(Table.MAIN)).isEqualTo(whole.digest(Table.MAIN));
      assertThat(resumed.digest(Table.REJECTED)).isEqualTo(whole.digest(Table.REJECTED));
      assertThat(stamps()).containsAll(before);
    }
  }

  @Test
  void importTable_resumed_doesNotParseWhatIsBefore() throws IOException {
    String line = "0123456\t89\n";
    Path file = bench.file("a.tsv", line.repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    Manifest whole = importUnits(List.of(unit(0, file)), settings);

    bench.delete("import", "_manifest.tsv", "_parts/00000-00002", "_parts/00000-00003");
    bench.file("a.tsv", "no row, as long".repeat(10).substring(0, 66) + line.repeat(4));

    assertThat(importUnits(List.of(unit(0, file)), settings).digest(Table.MAIN))
        .isEqualTo(whole.digest(Table.MAIN));
  }

  @Test
  void importTable_resumedOnAShorterSource_fails() throws IOException {
    Path file = bench.file("a.tsv", "0123456\t89\n".repeat(10));
    ImportTable.Settings settings = new ImportTable.Settings(EN_DE, 33, 0);
    importUnits(List.of(unit(0, file)), settings);

    bench.delete("import", "_manifest.tsv", "_parts/00000-00003");
    bench.file("a.tsv", "0123456\t89\n");

    assertThatThrownBy(() -> importUnits(List.of(unit(0, file)), settings))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("ends after 11 bytes; 99 were read before");
  }

  @Test
  void importTable_failedAtABadLine_goesOnFromItsPiecesWhenItIsAllowed() throws IOException {
    Path en = bench.file("en", "a\nb\nc\nd\ne\ntab\there\ng\n");
    Path de = bench.file("de", "A\nB\nC\nD\nE\nF\nG\n");
    ImportTable.Settings strict = new ImportTable.Settings(EN_DE, 8, 0);
    assertThatThrownBy(() -> importSideBySide(strict, List.of(en), List.of(de)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(en + ":6: ");
    List<String> before = stamps();
    assertThat(before).anyMatch(file -> file.startsWith("_parts/00000-00001.tsv"));

    importSideBySide(new ImportTable.Settings(EN_DE, 8, 1), List.of(en), List.of(de));

    assertThat(stamps()).containsAll(before);
    assertThat(lines()).containsExactly("a\tA", "b\tB", "c\tC", "d\tD", "e\tE", "g\tG");
    assertThat(lines(Table.REJECTED)).containsExactly("columns\t\t0\t6\ttab\\there\\tF");
  }

  private ImportTable.Settings settings(long maxBadLines) {
    return new ImportTable.Settings(EN_DE, ImportTable.SHARD_BYTES, maxBadLines);
  }

  private static ImportUnit unit(int number, Path file) {
    return new ImportUnit(number, List.of(List.of(file.toString())));
  }

  private Manifest importFiles(Path... files) throws IOException {
    List<ImportUnit> units = new ArrayList<>();
    for (Path file : files) {
      units.add(unit(units.size(), file));
    }
    return importUnits(units, settings(0));
  }

  private void importSideBySide(ImportTable.Settings settings, List<Path> left, List<Path> right)
      throws IOException {
    importUnits(
        List.of(
            new ImportUnit(
                0,
                List.of(
                    left.stream().map(Path::toString).toList(),
                    right.stream().map(Path::toString).toList()))),
        settings);
  }

  private Manifest importUnits(List<ImportUnit> units, ImportTable.Settings settings)
      throws IOException {
    return bench.run(
        "import",
        ImportTable.tables(settings.columns()),
        units.size(),
        (pipeline, output) -> pipeline.apply("Import", ImportTable.of(units, settings, output)));
  }

  private List<String> lines() throws IOException {
    return lines(Table.MAIN);
  }

  private List<String> lines(String table) throws IOException {
    return bench.lines("import", table);
  }

  private List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    bench.eachFile("import", (file, stamp) -> stamps.add(file + " " + stamp));
    return stamps;
  }

  /** Text with {@code \t}, {@code \n}, {@code \\} and {@code \xNN}. */
  private static byte[] bytes(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char next = escaped.charAt(++i);
      switch (next) {
        case 't' -> bytes.write('\t');
        case 'n' -> bytes.write('\n');
        case 'x' -> {
          bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> bytes.write(next);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  private static byte[] bzip2(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }
}
