package org.shoestring.experiment.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Manifest;

/** A table split by an experiment, from raw lines to what uses the parts. */
class SplitStageTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [text, label], shard-size: 1k}
        data: {split: raw, into: {train: rest, dev: 20, test: 10%}}
        hyp: {pipe: "data.dev:text", command: "cat", columns: [hyp]}
      """;

  private final Path folder;
  private final Bench bench;

  SplitStageTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.bench = new Bench(folder, YAML);
    write(300);
  }

  private void write(int lines) throws IOException {
    bench.write(
        "raw.tsv",
        IntStream.range(0, lines)
            .mapToObj(i -> String.format(Locale.ROOT, "line %04d\tl%d\n", i, i % 4 / 3))
            .collect(Collectors.joining()));
  }

  private static List<String> part(Map<String, StageResult> results, String name)
      throws IOException {
    FinishedOutput data = Bench.finished(results, "data");
    Table table =
        Table.of(data.output().stores(), "test", data.output().folder(), data.manifest(), name);
    List<String> lines = new ArrayList<>();
    try (TableReader rows = table.rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().toString());
      }
    }
    assertThat(lines).isSorted();
    return lines;
  }

  private String error(String... settings) throws IOException {
    @Nullable Exception error;
    try {
      error = Objects.requireNonNull(bench.attempt(settings).get("data")).error();
    } catch (UsageException e) {
      error = e; // Told while planning, if the input exists already.
    }
    assertThat(error).isInstanceOf(UsageException.class);
    assertThat(ExitCode.of(Objects.requireNonNull(error))).isEqualTo(2);
    return String.valueOf(error.getMessage()).replace(folder.resolve("e.yaml").toString(), "e");
  }

  @Test
  void run_byPosition_makesTablesThatOtherStagesUse() throws IOException {
    var results = bench.run();

    List<String> all = new ArrayList<>();
    all.addAll(part(results, "train"));
    all.addAll(part(results, "dev"));
    all.addAll(part(results, "test"));
    assertThat(all).containsExactlyInAnyOrderElementsOf(Bench.lines(results, "raw"));
    assertThat(part(results, "dev")).hasSize(20);
    assertThat(part(results, "test")).hasSize(30);
    assertThat(Bench.lines(results, "hyp"))
        .isEqualTo(part(results, "dev").stream().map(line -> line.split("\t", 2)[0]).toList());
    Manifest manifest = Bench.finished(results, "data").manifest();
    assertThat(manifest.shards("train"))
        .hasSameSizeAs(Bench.finished(results, "raw").manifest().shards("main"));
    assertThat(manifest.recipe().facts().stream().map(f -> f.name() + " " + f.value()))
        .containsExactly(
            "by position",
            "part train rest",
            "part dev 20",
            "part test 10%",
            "shard-bytes 67108864",
            "seed 1",
            "split 1",
            "permutation 1");
    assertThat(Bench.made(bench.run("stages.data.into.test=0.10"))).isEmpty();
    assertThat(bench.plan("stages.data.seed=2").get(1)).isEqualTo("data RUN seed changed");
  }

  @Test
  void run_byLabel_keepsProportions() throws IOException {
    var results = bench.run("stages.data.by=label", "stages.data.columns=label");

    assertThat(part(results, "dev")).hasSize(20);
    assertThat(part(results, "dev").stream().filter(line -> line.endsWith("l1"))).hasSize(5);
    assertThat(part(results, "test").stream().filter(line -> line.endsWith("l1")).count())
        .isBetween(7L, 8L);
    assertThat(part(results, "train")).hasSize(250);
  }

  @Test
  void run_byHashOfGrownData_keepsLinesInTheirParts() throws IOException {
    String[] settings = {"stages.data.by=hash", "stages.data.into.dev=20%"};
    var before = bench.run(settings);
    write(500);
    var after = bench.run(settings);

    assertThat(Bench.lines(after, "raw")).hasSize(500);
    for (String name : List.of("train", "dev", "test")) {
      assertThat(part(after, name)).containsAll(part(before, name));
      assertThat(part(after, name)).hasSizeGreaterThan(part(before, name).size());
    }
    assertThat(
            Bench.finished(after, "data").manifest().recipe().facts().stream()
                .map(f -> f.name() + " " + f.value()))
        .contains("by hash", "columns text+label", "part dev 20%");
  }

  @Test
  void run_someRecordsAndShardsGone_makesTheSameAgain() throws IOException {
    var first = bench.run();
    Path output = Path.of(Bench.finished(first, "data").output().folder());
    String manifest = Files.readString(output.resolve("_manifest.tsv"));
    int shards = Bench.finished(first, "raw").manifest().shards("main").size();
    Files.delete(output.resolve("_manifest.tsv"));
    Files.delete(output.resolve("_parts/00001.tsv"));
    Files.delete(output.resolve(String.format(Locale.ROOT, "_parts/%05d.tsv", shards)));
    try (Stream<Path> dev = Files.list(output.resolve("dev"))) {
      for (Path file : dev.toList()) {
        Files.delete(file);
      }
    }

    assertThat(bench.plan().get(1))
        .isEqualTo("data RESUME " + shards + "/" + (shards + 2) + " shards are done");
    assertThat(Bench.made(bench.run())).containsExactly("data");
    assertThat(Files.readString(output.resolve("_manifest.tsv"))).isEqualTo(manifest);
  }

  @Test
  void run_whatDoesNotFitTheTable_isToldWithTheNumbers() throws IOException {
    assertThat(error("stages.data.into.dev=281"))
        .isEqualTo(
            "e:5: into: the table has 300 lines, but the parts take 311 (train rest, dev 281, test 10%);"
                + " make some parts smaller");
    assertThat(error("stages.data.into={dev: 100, test: 100}"))
        .isEqualTo(
            "--set stages.data.into={dev: 100, test: 100}: into: the table has 300 lines, but the"
                + " parts take only 200 (dev 100, test 100); let one part be the rest");
    assertThat(error("stages.data.by=label", "stages.data.columns=[label, lang]"))
        .isEqualTo("e:5: into: unknown column 'lang'; known: text, label");
  }

  @Test
  void run_noLineOrOne_splitsThem() throws IOException {
    bench.write("raw.tsv", "");
    var none = bench.run("stages.data.into.dev=20%");
    assertThat(part(none, "train")).isEmpty();
    assertThat(part(none, "dev")).isEmpty();
    assertThat(Bench.lines(none, "hyp")).isEmpty();
    assertThat(error())
        .isEqualTo(
            "e:5: into: the table has 0 lines, but the parts take 20 (train rest, dev 20, test 10%);"
                + " make some parts smaller");
    bench.write("raw.tsv", "a\tb\n");
    var one =
        bench.run("stages.data.into.dev=20%", "stages.data.by=label", "stages.data.columns=label");
    assertThat(part(one, "train")).containsExactly("a\tb");
    assertThat(part(one, "dev")).isEmpty();
  }
}
