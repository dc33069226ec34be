package org.shoestring.transform.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.TsvRowCoder;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.StepsOverRows;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.codec.MemberSize;

class TsvIOTest {
  private Path folder;
  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path temp) {
    folder = temp;
    bench = new Workbench(temp);
  }

  @Test
  void read_table_givesItsRows() throws IOException {
    Table table =
        bench.table("t", Columns.of("en", "de"), List.of(List.of("a\tb", "c\t"), List.of("d\te")));

    assertRows(
        TsvIO.read().from(table.folder()),
        TsvRow.of("a", "b"),
        TsvRow.of("c", ""),
        TsvRow.of("d", "e"));
  }

  @Test
  void read_otherTable_givesItsRows() throws IOException {
    Path source = bench.file("a.tsv", "a\tb\nbad\n");
    bench.run(
        "import",
        ImportTable.tables(Columns.of("en", "de")),
        1,
        (pipeline, output) ->
            pipeline.apply(
                "Import",
                ImportTable.of(
                    List.of(new ImportUnit(0, List.of(source.toString()))),
                    new ImportTable.Settings(Columns.of("en", "de"), 100, 1),
                    output)));
    String output = bench.output("import").folder();

    assertRows(
        TsvIO.read().from(output).withTable(TableName.REJECTED),
        TsvRow.of("columns", "", "0", "2", "bad"));
    assertThatThrownBy(() -> assertRows(TsvIO.read().from(output).withTable("dev")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown table 'dev'; known: main, _rejected");
  }

  @Test
  void read_files_givesTheRowsOfAll() throws IOException {
    bench.file("b.tsv", "\ufeff1\tb\r\n");
    bench.file("a.tsv.gz", gzip("2\ta\n3\ta"));
    bench.file("c.tsv", "");
    bench.file("other.txt", "no row");

    assertRows(
        TsvIO.read().from(folder + "/*.{tsv,tsv.gz}").withColumns("id", "text"),
        TsvRow.of("1", "b"),
        TsvRow.of("2", "a"),
        TsvRow.of("3", "a"));
    assertRows(TsvIO.read().from(folder + "/b.tsv").withColumns("id", "text"), TsvRow.of("1", "b"));
  }

  @Test
  void read_badLine_failsNamingFileAndLine() throws IOException {
    Path file = bench.file("b.tsv", "1\tb\n2\n");

    assertThatThrownBy(
            () -> assertRows(TsvIO.read().from(folder + "/*.tsv").withColumns("id", "text")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            file + ":2: 1 column, expected 2 (id, text); correct the line, or change 'columns'");
  }

  @Test
  void read_missing_saysSo() {
    assertThatThrownBy(() -> assertRows(TsvIO.read()))
        .isInstanceOf(UsageException.class)
        .hasMessage("TsvIO.read() needs a source; add from(FOLDER) or from(FILES)");
    assertThatThrownBy(() -> assertRows(TsvIO.read().from(folder + "/none")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/none: there is no finished table here, because there is no ");
    assertThatThrownBy(() -> assertRows(TsvIO.read().from(folder + "/*.no").withColumns("a")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder + "/*.no: no file matches this pattern; correct the path or the pattern");
    assertThatThrownBy(() -> assertRows(TsvIO.read().from(folder + "/no").withColumns("a")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(folder + "/no: no such file");
  }

  @Test
  void write_rows_readsBackTheSame() throws IOException {
    TsvRow[] rows = {TsvRow.of("a", "1"), TsvRow.of("\u00fc", ""), TsvRow.of("a", "1")};

    write(TsvIO.write().to(out()).withColumns("word", "count"), List.of(rows));

    assertRows(TsvIO.read().from(out()), rows);
    Manifest manifest = Table.manifestIn(Stores.withoutOptions(), out());
    assertThat(manifest.tables().get(TableName.MAIN)).isEqualTo(Columns.of("word", "count"));
    for (Shard shard : manifest.shards()) {
      Path file = Path.of(out(), shard.object());
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        assertThat(in.readAllBytes()).hasSize((int) shard.raw());
      }
    }
  }

  @Test
  void write_bzip2_readsBackTheSame() throws IOException {
    write(TsvIO.write().to(out()).withColumns("w").withCodec(Codec.BZIP2), List.of(TsvRow.of("a")));

    assertThat(
            Table.manifestIn(Stores.withoutOptions(), out()).shards(TableName.MAIN).get(0).name())
        .endsWith(".tsv.bz2");
    assertRows(TsvIO.read().from(out()), TsvRow.of("a"));
  }

  @Test
  void write_nothing_makesAnEmptyTable() throws IOException {
    write(TsvIO.write().to(out()).withColumns("word"), List.of());

    assertThat(Table.manifestIn(Stores.withoutOptions(), out()).shards()).isEmpty();
    assertRows(TsvIO.read().from(out()));
  }

  @Test
  void write_manySmallBundles_makesFewShards() throws IOException {
    List<String> words = IntStream.range(0, 200).mapToObj(i -> "word" + i).toList();

    Workbench.run(
        2,
        pipeline ->
            pipeline
                .apply("Words", Create.of(words))
                .apply("OneBundleAKey", Distinct.create())
                .apply("Rows", MapElements.into(TypeDescriptor.of(TsvRow.class)).via(TsvRow::of))
                .apply("Write", TsvIO.write().to(out()).withColumns("word")));

    Table table = Table.in(Stores.withoutOptions(), out(), TableName.MAIN);
    assertThat(Workbench.lines(table)).containsExactlyInAnyOrderElementsOf(words);
    assertThat(table.shards()).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void write_largeBundle_isAShardOfItsOwn() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      text.append("a line of some hundred bytes, ".repeat(15)).append(i).append('\n');
    }
    bench.file("large.tsv", text.toString());
    bench.file("small.tsv", "small\n");

    Workbench.run(
        1,
        pipeline ->
            pipeline
                .apply("Read", TsvIO.read().from(folder + "/*.tsv").withColumns("text"))
                .apply("Write", TsvIO.write().to(out()).withColumns("text")));

    Table table = Table.in(Stores.withoutOptions(), out(), TableName.MAIN);
    assertThat(table.shards()).extracting(Shard::lines).containsExactlyInAnyOrder(12_000L, 1L);
    Set<String> lines = text.toString().lines().collect(Collectors.toSet());
    lines.add("small");
    assertThat(Set.copyOf(Workbench.lines(table))).isEqualTo(lines);
  }

  @Test
  void write_windowedRows_makesOneTable() throws IOException {
    Workbench.run(
        2,
        pipeline ->
            PAssert.thatSingleton(
                    pipeline
                        .apply("Rows", Create.of(TsvRow.of("a"), TsvRow.of("b")))
                        .apply("Minutes", Window.into(FixedWindows.of(Duration.standardMinutes(1))))
                        .apply("Write", TsvIO.write().to(out()).withColumns("word")))
                .isEqualTo(2L));

    assertRows(TsvIO.read().from(out()), TsvRow.of("a"), TsvRow.of("b"));
  }

  @Test
  void write_folderWithATable_isRefused() throws IOException {
    write(TsvIO.write().to(out()).withColumns("word"), List.of(TsvRow.of("a")));

    assertThatThrownBy(
            () -> write(TsvIO.write().to(out()).withColumns("word"), List.of(TsvRow.of("b"))))
        .isInstanceOf(UsageException.class)
        .hasMessage(out() + ": there is a table already; delete it, or choose another folder");
  }

  @Test
  void write_anotherTableMeanwhile_failsAndLeavesThat() throws IOException {
    assertThatThrownBy(
            () ->
                Workbench.run(
                    1,
                    pipeline -> {
                      for (String word : List.of("a", "b")) {
                        pipeline
                            .apply("Row " + word, Create.of(TsvRow.of(word)))
                            .apply("Write " + word, TsvIO.write().to(out()).withColumns("w"));
                      }
                    }))
        .hasStackTraceContaining(
            "another program wrote a table there at the same time; choose another folder");
    assertThat(Table.in(Stores.withoutOptions(), out(), TableName.MAIN).lines()).isEqualTo(1);
  }

  @Test
  void write_shardsOfGivenUpBundles_areNotRead() throws IOException {
    Path stray = folder.resolve("out/part-00000-00000-0123456789abcdef.tsv.gz");
    Files.createDirectories(folder.resolve("out"));
    Files.write(stray, gzip("stray\n"));

    write(TsvIO.write().to(out()).withColumns("w"), List.of(TsvRow.of("a")));

    assertRows(TsvIO.read().from(out()), TsvRow.of("a"));
  }

  @Test
  void write_badRow_failsNamingIt() {
    assertBadRow(TsvRow.of("a", "b"), "a row has 2 columns, expected 1 (word): 'a\\tb'");
    assertBadRow(TsvRow.parse(new byte[] {'a', (byte) 0xff}), "a row has invalid UTF-8: 'a\\xff'");
    assertBadRow(
        TsvRow.of("a", "b".repeat(1 << 20)),
        "a row has 2 columns, expected 1 (word): 'a\\t" + "b".repeat(98) + "...' (1048578 bytes)");
    assertBadRow(
        TsvRow.of("b".repeat(MemberSize.MAX_ROW_BYTES + 1)),
        "a row is longer than the 16842752 bytes that a row can have: '"
            + "b".repeat(100)
            + "...' (16842753 bytes)");
    assertThat(folder.resolve("out/_manifest.tsv")).doesNotExist();
  }

  private void assertBadRow(TsvRow row, String message) {
    assertThatThrownBy(() -> write(TsvIO.write().to(out()).withColumns("word"), List.of(row)))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("TsvIO.write() to " + out() + ": " + message);
  }

  @Test
  void write_incomplete_saysWhatIsMissing() {
    assertThatThrownBy(() -> write(TsvIO.write().to(out()), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "TsvIO.write() needs a folder and columns; add to(FOLDER) and withColumns(NAME, ...)");
  }

  @Test
  void toRows_steps_splitKeptFromRejected() {
    StepsOverRows steps =
        ApplySteps.toRows(
            Columns.of("en", "de"), "normalize-whitespace", "length:max=2", "select:de");
    assertThat(steps.columns()).isEqualTo(Columns.of("de"));
    assertThat(steps.rejectedColumns()).isEqualTo(Columns.of("reason", "detail", "en", "de"));

    Workbench.run(
        2,
        pipeline -> {
          var result =
              pipeline
                  .apply("Rows", Create.of(TsvRow.of("a ", " b"), TsvRow.of("a  b c", "d")))
                  .apply("Steps", steps);
          PAssert.that(result.get(StepsOverRows.KEPT)).containsInAnyOrder(TsvRow.of("b"));
          PAssert.that(result.get(StepsOverRows.REJECTED))
              .containsInAnyOrder(TsvRow.of("length", "en over 2", "a  b c", "d"));
        });
  }

  @Test
  void toRows_unknownStep_failsAtOnce() {
    assertThatThrownBy(() -> ApplySteps.toRows(Columns.of("en"), "lenght"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("unknown step 'lenght'");
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private static void write(WriteRows write, List<TsvRow> rows) {
    Workbench.run(
        2,
        pipeline ->
            PAssert.thatSingleton(
                    pipeline
                        .apply("Rows", Create.of(rows).withCoder(TsvRowCoder.of()))
                        .apply("Write", write))
                .isEqualTo((long) rows.size()));
  }

  private static void assertRows(ReadRows read, TsvRow... rows) {
    Workbench.run(
        2,
        pipeline -> {
          PCollection<TsvRow> found = pipeline.apply("Read", read);
          PAssert.that(found).containsInAnyOrder(rows);
          PAssert.thatSingleton(found.apply("Count", Count.globally()))
              .isEqualTo((long) rows.length);
        });
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
