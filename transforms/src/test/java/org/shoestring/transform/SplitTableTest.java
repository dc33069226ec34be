package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.Filter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.ShuffleOptions;
import org.shoestring.shuffle.Spill;
import org.shoestring.shuffle.Split;
import org.shoestring.shuffle.Split.By;
import org.shoestring.shuffle.SplitPlan;
import org.shoestring.shuffle.Splits;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Manifest;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.RowReader;

class SplitTableTest {
  private static final Columns TEXT_LABEL = Columns.of("text", "label");

  /** Of the parts of one split, whatever made it. */
  private static final Map<String, String> DIGESTS = new ConcurrentHashMap<>();

  private Path folder = Path.of("");
  private Workbench bench;

  @BeforeEach
  void makeBench(@TempDir Path newFolder) {
    folder = newFolder;
    bench = new Workbench(newFolder);
  }

  /** Shards of 0, 1, ... lines: the text is the number of the line in the table. */
  private Table table(int... sizes) throws IOException {
    List<List<String>> shards = new ArrayList<>();
    int line = 0;
    for (int size : sizes) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < size; i++, line++) {
        lines.add(String.format("%06d\tl%d", line, line % 7 % 3));
      }
      shards.add(lines);
    }
    return bench.table("input " + shards.hashCode(), TEXT_LABEL, shards);
  }

  private Manifest run(String name, Table input, Split split) throws IOException {
    return run(name, input, split, 2, "localFiles", 1 << 20);
  }

  private Manifest run(
      String name, Table input, Split split, int parallelism, String exchange, long shardBytes)
      throws IOException {
    String job = folder.getFileName() + " " + name;
    int units = SplitTable.units(split, input.shards().size());
    try {
      return bench.run(
          name,
          SplitTable.tables(split, input.columns()),
          units,
          parallelism,
          (pipeline, output) -> {
            pipeline.getOptions().setJobName(job);
            ShuffleOptions shuffle = pipeline.getOptions().as(ShuffleOptions.class);
            shuffle.setBlockExchange(exchange);
            shuffle.setSpillFolder(folder.resolve("spill").toString());
            return pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Split", SplitTable.of(input, split, output).cutInto(shardBytes));
          });
    } finally {
      Spill.remove(job);
    }
  }

  private List<String> lines(String name, String part) throws IOException {
    return bench.lines(name, part);
  }

  /** The numbers of lines of all parts, which are ascending in each, and together those of all. */
  private void checkComplete(String name, Split split, Table input) throws IOException {
    List<String> all = new ArrayList<>();
    for (String part : split.parts().names()) {
      List<String> lines = lines(name, part);
      assertThat(lines.stream().sorted().toList().equals(lines)).as(part).isTrue();
      all.addAll(lines);
    }
    assertThat(all.stream().sorted().toList().equals(Workbench.lines(input))).isTrue();
  }

  private static List<Long> sizes(Manifest manifest, String part) {
    return manifest.shards(part).stream().map(Shard::lines).toList();
  }

  @ParameterizedTest
  @CsvSource({"localFiles, 1", "localFiles, 4", "groupByKey, 1", "groupByKey, 4"})
  void position_anyExchangeAndParallelism_isTheSameCompleteSplit(String exchange, int parallelism)
      throws IOException {
    Table input = table(100, 0, 333, 1, 250);
    Split split = Splits.by(By.POSITION, "train=rest,dev=50,test=10%");

    Manifest manifest = run("out", input, split, parallelism, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.tables().keySet()).containsExactly("train", "dev", "test");
    assertThat(manifest.lines("dev")).isEqualTo(50);
    assertThat(manifest.lines("test")).isEqualTo(68);
    assertThat(manifest.shards("train")).hasSize(5);
    assertThat(manifest.shards("dev")).hasSize(1);
    for (String part : split.parts().names()) {
      assertThat(manifest.digest(part)).isEqualTo(DIGESTS.computeIfAbsent(part, manifest::digest));
    }
  }

  @ParameterizedTest
  @CsvSource({"localFiles", "groupByKey"})
  void position_manyBlocks_areGatheredInSourceOrder(String exchange) throws IOException {
    Table input = table(300_000, 290_000);
    Split split = Splits.by(By.POSITION, "a=50%,b=50%");

    Manifest manifest = run("out", input, split, 2, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.lines("a")).isEqualTo(295_000);
    assertThat(manifest.shards("a")).hasSize(3);
    assertThat(manifest.shards("a")).allMatch(shard -> shard.raw() <= 1 << 20);
  }

  @Test
  void gathered_severalShards_canBeReadOn() throws IOException {
    Table input = table(40, 40);
    Split split = Splits.by(By.POSITION, "a=50,b=rest");

    Manifest manifest = run("out", input, split, 2, "localFiles", 10 * 20);

    assertThat(sizes(manifest, "a")).containsExactly(20L, 20L, 10L);
    assertThat(manifest.shards("a")).extracting(Shard::place).containsExactly(0, 1, 2);
    manifest.shards("a").forEach(Shard::checkOwnPlace);
    checkComplete("out", split, input);
  }

  @Test
  void gathered_lineLargerThanAShard_isAShard() throws IOException {
    Table input = table(3);

    Manifest manifest = run("out", input, Splits.by(By.POSITION, "a=100%"), 1, "localFiles", 1);

    assertThat(sizes(manifest, "a")).containsExactly(1L, 1L, 1L);
  }

  @ParameterizedTest
  @CsvSource({"localFiles", "groupByKey"})
  void label_anyExchange_isExactOverAllAndInProportion(String exchange) throws IOException {
    Table input = table(100, 0, 333, 1, 250);
    Split split = Splits.by(By.LABEL, "train=rest,dev=68,test=20%", "label");

    Manifest manifest = run("out", input, split, 2, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.lines("dev")).isEqualTo(68);
    assertThat(manifest.lines("test")).isEqualTo(137);
    // Of 684 lines 293 are l0, 196 l1, 195 l2.
    assertThat(labels("dev").toString()).isEqualTo("{l0=29, l1=20, l2=19}");
    assertThat(labels("test").toString()).isEqualTo("{l0=59, l1=39, l2=39}");
    assertThat(sizes(manifest, "train")).hasSize(5);
  }

  private Map<String, Integer> labels(String part) throws IOException {
    Map<String, Integer> labels = new TreeMap<>();
    for (String line : lines("out", part)) {
      labels.merge(line.substring(line.indexOf('\t') + 1), 1, Integer::sum);
    }
    return labels;
  }

  @Test
  void label_oneWorkerOrFour_makeTheSame() throws IOException {
    Table input = table(100, 20, 333);
    Split split = Splits.by(By.LABEL, "train=rest,dev=10%", "label");

    Manifest one = run("one", input, split, 1, "localFiles", 1 << 20);
    Manifest four = run("four", input, split, 4, "groupByKey", 1 << 20);

    assertThat(four.digest("train")).isEqualTo(one.digest("train"));
    assertThat(four.digest("dev")).isEqualTo(one.digest("dev"));
  }

  @Test
  void label_tooManyLabels_namesTheColumn() throws IOException {
    Table input = table(6000, 6000);
    Split split = Splits.by(By.LABEL, "train=rest,dev=10%", "text");

    assertThatThrownBy(() -> run("out", input, split))
        .hasRootCauseInstanceOf(UsageException.class)
        .hasRootCauseMessage(
            "into: text has more than 10000 different labels; split by hash of it, which takes any"
                + " number");
    assertThat(bench.output("out").manifest()).isEmpty();
  }

  @Test
  void hash_grownTable_keepsEachLineWhereItWas() throws IOException {
    Split split = Splits.by(By.HASH, "train=rest,dev=20%", "text");
    Table small = table(200, 100);
    Table large = table(50, 400, 50);

    run("small", small, split);
    run("large", large, split);

    checkComplete("small", split, small);
    checkComplete("large", split, large);
    assertThat(lines("large", "dev")).containsAll(lines("small", "dev"));
    assertThat(lines("large", "train")).containsAll(lines("small", "train"));
    assertThat(lines("small", "dev")).hasSizeBetween(30, 90);
  }

  @Test
  void hash_ofAColumn_putsEqualOnesOnOneSide() throws IOException {
    List<String> lines =
        IntStream.range(0, 400).mapToObj(i -> String.format("%06d\tl%d", i, i % 20)).toList();
    Table input = bench.table("input", TEXT_LABEL, List.of(lines));

    run("out", input, Splits.by(By.HASH, "a=50%,b=50%", "label"));

    Set<String> both = new HashSet<>(labels("a").keySet());
    both.retainAll(labels("b").keySet());
    assertThat(both).isEmpty();
    assertThat(labels("a").size() + labels("b").size()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void split_emptyTable_makesEmptyParts(By by) throws IOException {
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Split split = Splits.by(by, "train=rest,dev=10%", columns);

    Manifest none = run("none", table(), split);
    Manifest empty = run("empty", table(0, 0), split);

    assertThat(sizes(none, "train")).isEmpty();
    assertThat(sizes(none, "dev")).containsExactly(0L);
    assertThat(sizes(empty, "train")).containsExactly(0L, 0L);
    assertThat(sizes(empty, "dev")).containsExactly(0L);
  }

  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void split_oneLine_goesToOnePart(By by) throws IOException {
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Table input = table(0, 1);
    Split split = Splits.by(by, "train=rest,dev=0.1%", columns);

    Manifest manifest = run("out", input, split);

    assertThat(sizes(manifest, "train")).containsExactly(0L, 1L);
    assertThat(sizes(manifest, "dev")).containsExactly(0L);
  }

  @Test
  void split_onlyTheRest_isTheTable() throws IOException {
    Table input = table(3, 0, 2);

    Manifest manifest = run("out", input, Splits.by(By.POSITION, "all=rest"));

    assertThat(manifest.digest("all")).isEqualTo(input.digest());
  }

  @Test
  void split_tooFewLines_tellsTheNumbers() throws IOException {
    Table input = table(3, 0, 2);
    assertThatThrownBy(() -> run("out", input, Splits.by(By.POSITION, "a=rest,b=6")))
        .hasRootCauseInstanceOf(UsageException.class)
        .hasRootCauseMessage("into: a rest, b 6: 6 lines of a table of 5");
  }

  @Test
  void of_absentColumn_listsTheColumns() {
    assertThatThrownBy(() -> run("out", table(1), Splits.by(By.HASH, "a=rest,b=10%", "txt")))
        .isInstanceOf(UsageException.class)
        .hasMessage("into: unknown column 'txt'; known: text, label");
  }

  /** Records 0 to 2 are of the rest, 3 of dev, 4 of test. */
  @ParameterizedTest
  @CsvSource({
    "_manifest",
    "_manifest _parts/00000 _parts/00003",
    "_manifest _parts/00001 train/part-00001",
    "_manifest _parts/00003 dev/",
    "_manifest _parts/00000 _parts/00001 _parts/00002 train/",
    "_manifest _parts/00003 _parts/00004 dev/ test/"
  })
  void split_resumed_makesWhatIsMissingAndNoMore(String missing) throws IOException {
    Table input = table(100, 200, 50);
    Split split = Splits.by(By.LABEL, "train=rest,dev=60,test=10%", "label");
    Manifest first = run("out", input, split, 2, "localFiles", 200);
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", missing.split(" ", -1));
    Set<Path> kept = new TreeSet<>();
    bench.eachFile("out", (file, stamp) -> kept.add(file));

    Manifest again = run("out", input, split, 2, "groupByKey", 200);

    // Lines and raw bytes are promised, compressed ones are not.
    for (String part : split.parts().names()) {
      assertThat(again.digest(part)).as(part).isEqualTo(first.digest(part));
    }
    checkComplete("out", split, input);
    Map<Path, String> after = new TreeMap<>();
    bench.eachFile("out", after::put);
    for (Path file : kept) {
      if (file.startsWith("_parts")) {
        assertThat(after.get(file)).as("%s", file).isEqualTo(before.get(file));
      }
    }
  }

  @Test
  void split_resumed_doesNotWriteFinishedShards() throws IOException {
    Table input = table(100, 200);
    Split split = Splits.by(By.POSITION, "train=rest,dev=60");
    run("out", input, split);
    Map<Path, String> before = new TreeMap<>();
    bench.eachFile("out", before::put);
    bench.delete("out", "_manifest", "_parts/00001", "train/part-00001");

    run("out", input, split);

    bench.eachFile(
        "out",
        (file, stamp) -> {
          if (file.toString().contains("part-00000")) {
            assertThat(stamp).as("%s", file).isEqualTo(before.get(file));
          }
        });
    checkComplete("out", split, input);
  }

  @Test
  void splitTable_inAPipeline_composes() throws IOException {
    Table input = table(100, 200);
    Split split = Splits.by(By.POSITION, "train=rest,dev=60");
    Output copy = bench.output("copy");
    Output parts = bench.output("parts");
    bench.run(
        "dev again",
        Map.of(Table.MAIN, Columns.of("label"), Table.REJECTED, Columns.of("reason")),
        4,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Copy", ApplySteps.of(steps("lowercase"), input, copy))
                .apply("Split", SplitTable.of(RowFormat.of(input), split, parts).cutInto(150))
                .apply("OnlyDev", Filter.by(shard -> shard.table().equals("dev")))
                .apply(
                    "Select", ApplySteps.of(steps("select:label"), RowFormat.of(input), output)));

    run("out", input, split);
    assertThat(lines("dev again", Table.MAIN))
        .hasSize(60)
        .isEqualTo(lines("out", "dev").stream().map(line -> line.split("\t", 2)[1]).toList());
  }

  private static List<Spec> steps(String step) {
    return List.of(Spec.parse("steps", step));
  }

  /** What tells where a line of a part came from. */
  @ParameterizedTest
  @CsvSource({"POSITION", "HASH", "LABEL"})
  void plan_ofTheTable_tellsThePartsAgain(By by) throws Exception {
    Table input = table(100, 0, 333, 20);
    String[] columns = by == By.LABEL ? new String[] {"label"} : new String[0];
    Split split = Splits.by(by, "train=rest,dev=10%,test=20%", columns);
    run("out", input, split);
    List<List<String>> expected = new ArrayList<>();
    for (String part : split.parts().names()) {
      expected.add(lines("out", part));
    }

    SplitPlan plan = SplitTable.plan(split, input);

    List<List<String>> found = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    long line = 0;
    for (Shard shard : input.shards()) {
      SplitPlan.OfShard parts = plan.shard(shard.place());
      try (RowReader rows =
          ShardReader.open(shard, input.manifest().codec(), input.columns().size())) {
        while (rows.next()) {
          found.get(parts.part(line++, rows.row())).add(rows.row().toString());
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }
}
