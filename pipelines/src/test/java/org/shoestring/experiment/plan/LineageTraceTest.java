package org.shoestring.experiment.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.FoundSources;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.plan.LineageTrace.Step;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.importing.ImportedLines.SourceLine;

/** Lines followed back through a real run, and compared with the text at the place told. */
class LineageTraceTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        one: {import: "one/*", columns: [en, de], shard-size: 20k, max-bad-lines: 100}
        clean: {preprocess: one, steps: [{length: {max: 5, columns: en}}, deduplicate, identical]}
        shards: {shard: clean, into: 7}
        even: {shard: clean, into: 7, balance: "tokens:columns=en"}
        side: {import: ["en/*", "de/*"], columns: [en, de], shard-size: 10k, max-bad-lines: 100}
        sideclean: {preprocess: side, steps: [deduplicate, {length: {max: 5, columns: en}}]}
        sideshards: {shard: sideclean, lines: 400, seed: 3}
        upper: {pipe: "sideshards:en", command: "tr a-z A-Z", columns: [hyp]}
        score: {score: upper, against: "sideshards:en", metric: exact-match}
        bad: {preprocess: side._rejected, steps: [deduplicate]}
        position: {split: clean, into: {train: rest, dev: 400}}
        hash: {split: clean, by: hash, columns: en, into: {train: rest, dev: 20%}}
        label: {split: clean, by: label, columns: de, into: {train: 70%, dev: 30%}}
        train: {shard: position.train, into: 3}
        model: {train: shards, command: "touch {out}/m"}
      """;

  /** The lines of each source file. */
  private static final Map<String, List<String>> SOURCES = new HashMap<>();

  @TempDir private static Path folder = Path.of("");
  private static Map<String, StageResult> results = Map.of();
  private static @Nullable Bench bench;

  @BeforeAll
  static void runOnce() throws IOException {
    bench = new Bench(folder, YAML);
    Random random = new Random(1);
    write("one/a.tsv", pairs(random, 2500), false);
    write("one/b.tsv.gz", pairs(random, 1800), true);
    write("one/c.tsv", List.of(), false);
    List<String> pairs = pairs(random, 3000);
    List<String> en = new ArrayList<>();
    List<String> de = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String[] pair = pairs.get(i).split("\t", 2);
      en.add(pair[0] + (i % 97 == 3 ? "\tx" : ""));
      de.add(pair.length == 1 ? "" : pair[1]);
    }
    int[] cuts = {0, 100, 100, 2950, 3000}; // The second pair of files is empty.
    for (int i = 0; i + 1 < cuts.length; i++) {
      String name = Integer.toString(i + 1);
      write("en/" + name, en.subList(cuts[i], cuts[i + 1]), i == 2);
      write("de/" + name, de.subList(cuts[i], cuts[i + 1]), false);
    }
    results = bench().run();
  }

  /** Pairs, some of them twice, some too long, some the same text twice, some no pairs. */
  private static List<String> pairs(Random random, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String number = Integer.toString(random.nextInt());
      switch (random.nextInt(10)) {
        case 0 -> lines.add("one two three four five " + number + "\tzu lang");
        case 1 -> lines.add("again " + random.nextInt(50) + "\tnochmal");
        case 2 -> lines.add("same " + number + "\tsame " + number);
        default -> lines.add("line " + number + "\tZeile " + number);
      }
      if (i % 101 == 0) {
        lines.set(i, "no pair " + number);
      }
    }
    return lines;
  }

  private static void write(String name, List<String> lines, boolean compressed)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressed ? new GZIPOutputStream(bytes) : bytes) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.createDirectories(folder.resolve(name).resolveSibling(""));
    Files.write(folder.resolve(name), bytes.toByteArray());
    SOURCES.put(folder.resolve(name).toString(), lines);
  }

  private static Bench bench() {
    return Objects.requireNonNull(bench);
  }

  private static LineageTrace trace() throws IOException {
    Experiment experiment = bench().experiment();
    Planner planner = bench().planner(experiment);
    planner.examine(List.copyOf(experiment.stages().values()));
    return planner.trace();
  }

  private static Reference reference(String text) {
    return Reference.parse("test", text);
  }

  private static List<String> lines(String stage, String table) throws IOException {
    FinishedOutput finished = Bench.finished(results, stage);
    List<String> lines = new ArrayList<>();
    try (TableReader rows =
        Table.of(
                finished.output().stores(),
                "test",
                finished.output().folder(),
                finished.manifest(),
                table)
            .rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    return lines;
  }

  private static List<String> lines(String file) {
    return Objects.requireNonNull(SOURCES.get(file), file);
  }

  /** The texts at the places told, joined by tabs. */
  private static String source(List<SourceLine> places) {
    List<String> texts = new ArrayList<>();
    for (SourceLine place : places) {
      texts.add(lines(place.file()).get((int) place.line() - 1));
    }
    return String.join("\t", texts);
  }

  private static void assertThousandLines(String stage) throws IOException {
    List<String> lines = lines(stage, TableName.MAIN);
    assertThat(lines).hasSizeGreaterThan(1000);
    LineageTrace trace = trace();
    Random random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      int line = random.nextInt(lines.size());
      LineageTrace.Way way = trace.back(reference(stage), line + 1);
      assertThat(source(way.sources())).isEqualTo(lines.get(line));
    }
  }

  @Test
  void back_shardsOfSeveralFiles_isTheSameText() throws IOException {
    assertThat(Bench.finished(results, "one").manifest().lines(TableName.REJECTED)).isEqualTo(43);
    assertThat(Bench.finished(results, "clean").manifest().reasons())
        .containsKeys("duplicate", "identical", "length");
    assertThat(Bench.finished(results, "clean").manifest().shards(TableName.MAIN))
        .hasSizeGreaterThan(4);
    assertThousandLines("shards");
  }

  @Test
  void back_shardsBalancedByTokens_isTheSameText() throws IOException {
    assertThat(lines("even", TableName.MAIN)).isEqualTo(lines("shards", TableName.MAIN));
    assertThousandLines("even");
  }

  @Test
  void lineOfShard_balancedByTokens_isThatOfTheShardsFile() throws IOException {
    LineageTrace trace = trace();
    FinishedOutput even = Bench.finished(results, "even");
    List<CommittedShard> shards = even.manifest().shards(TableName.MAIN);
    assertThat(shards)
        .extracting(CommittedShard::lines)
        .isNotEqualTo(
            Bench.finished(results, "shards").manifest().shards(TableName.MAIN).stream()
                .map(CommittedShard::lines)
                .toList());
    for (CommittedShard shard : shards) {
      List<String> lines = unzipped(Path.of(even.output().folder(), shard.object()));
      for (int line : new int[] {1, 2, lines.size()}) {
        long number = trace.lineOfShard(reference("even"), shard.place(), line);
        LineageTrace.Way way = trace.back(reference("even"), number);
        assertThat(source(way.sources())).isEqualTo(lines.get(line - 1));
      }
    }
  }

  private static List<String> unzipped(Path file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void back_shardsOfFilesSideBySide_isTheSameTextOnEachSide() throws IOException {
    assertThat(Bench.finished(results, "side").manifest().lines(TableName.REJECTED)).isEqualTo(31);
    assertThat(Bench.finished(results, "side").manifest().shards(TableName.MAIN))
        .hasSizeGreaterThan(4);
    assertThousandLines("sideshards");
  }

  @ParameterizedTest
  @CsvSource({
    "position,train",
    "position,dev",
    "hash,train",
    "hash,dev",
    "label,train",
    "label,dev"
  })
  void back_partsOfASplit_isTheSameText(String stage, String part) throws IOException {
    List<String> lines = lines(stage, part);
    assertThat(lines).hasSizeGreaterThan(300);
    LineageTrace trace = trace();
    Random random = new Random(6);
    for (int i = 0; i < 150; i++) {
      int line = i == 0 ? 0 : i == 1 ? lines.size() - 1 : random.nextInt(lines.size());
      LineageTrace.Way way = trace.back(reference(stage + "." + part), line + 1);
      assertThat(source(way.sources())).isEqualTo(lines.get(line));
    }
  }

  @Test
  void back_shardsOfASplit_isTheSameText() throws IOException {
    assertThousandLines("train");
  }

  @Test
  void back_importedLines_areTheFilesInOrder() throws IOException {
    LineageTrace trace = trace();
    List<String> texts = lines("one", TableName.MAIN);
    for (int line = 0; line < texts.size(); line++) {
      assertThat(source(trace.back(reference("one"), line + 1).sources()))
          .isEqualTo(texts.get(line));
    }
    assertThat(trace.back(reference("one"), 1).sources())
        .containsExactly(new SourceLine(folder.resolve("one/a.tsv").toString(), 2));
  }

  @Test
  void back_repeatedLine_isItsFirstPlace() throws IOException {
    List<String> clean = lines("clean", TableName.MAIN);
    int kept = clean.indexOf("again 7\tnochmal");
    List<SourceLine> found = trace().back(reference("clean"), kept + 1).sources();
    String first = folder.resolve("one/a.tsv").toString();
    assertThat(found)
        .containsExactly(new SourceLine(first, lines(first).indexOf(clean.get(kept)) + 1));
  }

  @Test
  void back_rejectedLines_areTheirText() throws IOException {
    LineageTrace trace = trace();
    for (String stage : List.of("one", "clean", "side", "sideclean")) {
      List<String> rows = lines(stage, TableName.REJECTED);
      for (int line = 0; line < rows.size(); line++) {
        List<String> row = List.of(rows.get(line).split("\t", 5));
        String text = row.get(4).replace("\\t", "\t");
        LineageTrace.Way way = trace.back(reference(stage + "._rejected"), line + 1);
        assertThat(source(way.sources())).isEqualTo(text);
      }
    }
    assertThat(source(trace.back(reference("bad"), 5).sources()))
        .isEqualTo(lines("bad", TableName.MAIN).get(4).split("\t", 5)[4].replace("\\t", "\t"));
  }

  @Test
  void back_pipeAndStatistics_areAlignedWithTheirInput() throws IOException {
    LineageTrace trace = trace();
    List<String> shards = lines("sideshards", TableName.MAIN);
    LineageTrace.Way way = trace.back(reference("score.statistics"), 1234);
    assertThat(source(way.sources())).isEqualTo(shards.get(1233));
    assertThat(way.steps().subList(0, 3))
        .containsExactly(
            new Step("score.statistics", 1234),
            new Step("upper", 1234),
            new Step("sideshards", 1234));
    assertThat(way.steps().stream().map(Step::table).skip(3)).containsExactly("sideclean", "side");
  }

  @Test
  void back_noSuchLine_isAnError() throws IOException {
    LineageTrace trace = trace();
    int lines = lines("shards", TableName.MAIN).size();
    assertThatThrownBy(() -> trace.back(reference("shards"), 0))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: there is no line 0; the lines are 1 to " + lines);
    assertThatThrownBy(() -> trace.back(reference("shards"), lines + 1))
        .hasMessage("test: there is no line " + (lines + 1) + "; the lines are 1 to " + lines);
    assertThatThrownBy(() -> trace.back(reference("score.scores"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("a line of score.scores is computed from all lines of upper");
    assertThatThrownBy(() -> trace.back(reference("model"), 1))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: the output is files, not a table");
  }

  @Test
  void lineOfShard_eachShard_countsOnInTheTable() throws IOException {
    LineageTrace trace = trace();
    var shards = Bench.finished(results, "shards").manifest().shards(TableName.MAIN);
    long before = shards.get(0).lines() + shards.get(1).lines();
    assertThat(trace.lineOfShard(reference("shards"), 0, 1)).isEqualTo(1);
    assertThat(trace.lineOfShard(reference("shards"), 2, 5)).isEqualTo(before + 5);
    assertThatThrownBy(() -> trace.lineOfShard(reference("shards"), 7, 1))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: there is no shard 7; the shards are 0 to 6");
    assertThatThrownBy(() -> trace.lineOfShard(reference("shards"), 0, shards.get(0).lines() + 1))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(" in shard 0; its lines are 1 to " + shards.get(0).lines());
  }

  @Test
  void back_sourcesThatAreGone_isTheSame() throws IOException {
    LineageTrace.Way before = trace().back(reference("sideshards"), 99);
    Path away = folder.resolve("away");
    Files.move(folder.resolve("en"), away);
    try {
      assertThat(trace().back(reference("sideshards"), 99)).isEqualTo(before);
    } finally {
      Files.move(away, folder.resolve("en"));
    }
  }

  /** A stage of a type that does not tell where its lines come from. */
  private record Silent(String name, String type, String where, List<Reference> inputs)
      implements Stage {
    @Override
    public StageWork work(StageContext context) {
      throw new AssertionError();
    }
  }

  @Test
  void lineage_stageTypeThatTellsNothing_isAnError() throws IOException {
    Experiment experiment = bench().experiment();
    Workspace workspace =
        Workspace.open(
            Stores.withoutOptions(),
            "test",
            experiment.workspace(),
            experiment.codec(),
            experiment.level());
    StageContext context =
        new StageContext(experiment, workspace, Map.of(), new FoundSources(), remark -> {});
    Stage stage = new Silent("s", "silent", "e.yaml:7", List.of());
    assertThatThrownBy(() -> stage.lineage(context))
        .isInstanceOf(UsageException.class)
        .hasMessage("e.yaml:7: where the lines of a silent stage come from is not known yet");
  }
}
