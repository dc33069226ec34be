package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are stopped at any moment: the same command goes on, and ends in the same bytes. */
@Tag("long")
@Timeout(300)
class KilledEndToEndTest {
  private static final int KILLS = 20;
  private static final int LINES = 4000;

  /** So many lines differ; those after them repeat one in their second column. */
  private static final int REPEATED = 3700;

  /** Every program carries this, so that those left over can be told. */
  private final String mark;

  private final Path folder;
  private final Shoestring shoestring;

  KilledEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.mark = "mark" + folder.getFileName();
    this.shoestring = Shoestring.in(folder);
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("raw.tsv.gz")))) {
      Random random = new Random(5);
      for (int i = 0; i < LINES; i++) {
        String number = Long.toString(random.nextLong(), 36);
        out.write(
            (i % 50 == 0 ? "\tempty\n" : number + "\tline " + i % REPEATED + "\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv.gz, columns: [a, b], shard-size: 4000}
          clean: {preprocess: raw, steps: [empty, deduplicate: {columns: b}]}
          data: {split: clean, into: {train: rest, dev: 300}}
          mixed: {shard: data.train, into: 12}
          even: {shard: data.train, into: 7, balance: {tokens: b}}
          model:
            train: clean
            command: "for i in 1 2 3 4 5 6; do if [ ! -e {checkpoints}/$i ]; then sleep 0.2; touch {checkpoints}/$i; fi; done; ls {checkpoints} > {out}/model; : MARK"
          hyp: {pipe: "clean:b", command: "sleep 0.04; tr a-z A-Z; : MARK {model}", columns: [h]}
          score: {score: hyp, against: "clean:b", metric: [exact-match, bleu]}
        """
            .replace("MARK", mark));
  }

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(programs()).isZero();
  }

  private long programs() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(mark))
        .count();
  }

  /** Whether the program has written a file {@code begun} into its checkpoints. */
  private boolean hasBegun() {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.anyMatch(file -> file.endsWith("checkpoints/begun"));
    } catch (IOException | UncheckedIOException e) {
      return false; // Not even its folder is there.
    }
  }

  /** How the stages of a run ended, {@code DONE} or {@code CACHED}. */
  private static Map<String, String> ends(Shoestring.Result result) {
    Map<String, String> ends = new TreeMap<>();
    for (String line : result.out().lines().toList()) {
      String[] words = line.split(" +", 3);
      if (words.length == 3 && words[1].matches("DONE|CACHED")) {
        ends.put(words[0], words[1]);
      }
    }
    return ends;
  }

  /** Waits for something that a process does. */
  private static void await(Shoestring.Running running, BooleanSupplier done) throws Exception {
    while (!done.getAsBoolean()) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  private Map<String, String> digests(String workspace) throws IOException {
    return Outputs.digests(folder.resolve(workspace));
  }

  @Test
  void run_killedAtAnyMoment_goesOnAndEndsInTheSameBytes() throws Exception {
    long start = System.nanoTime();
    shoestring.run("run", "e.yaml", "--set", "workspace=undisturbed").good();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    Random random = new Random(42);
    Path workspace = folder.resolve("w");
    int killed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Map<String, String> before = Outputs.finishedShards(workspace);
      boolean flink = kill % 3 == 1;
      Shoestring.Running running =
          shoestring.start("run", "e.yaml", "--runner", flink ? "flink-local" : "direct");
      long delay = (flink ? 2500 : 500) + (long) (random.nextDouble() * (0.6 * millis));
      if (!running.process().waitFor(delay, TimeUnit.MILLISECONDS)) {
        running.signal("KILL");
        killed++;
      }
      running.process().waitFor();
      assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(before);
    }
    assertThat(killed).isPositive();

    Map<String, String> before = Outputs.finishedShards(workspace);
    shoestring.run("run", "e.yaml", "-j", "4").good();
    assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(before);
    assertThat(digests("w")).isEqualTo(digests("undisturbed"));
    assertThat(shoestring.run("status", "e.yaml").good().out().lines())
        .allMatch(line -> line.contains(" CACHED  "));
  }

  @Test
  void run_killedWhileTraining_killsTheOrphanBeforeItTrainsAgain() throws Exception {
    String once =
        "'cd {checkpoints}; test -e begun || { touch begun; sleep 100; : MARK; }; touch {out}/x'";
    String[] run = {
      "run", "e.yaml", "model", "--set", "stages.model.command=" + once.replace("MARK", mark)
    };
    Shoestring.Running running = shoestring.start(run);
    await(running, this::hasBegun);
    running.signal("KILL");
    running.process().waitFor();
    assertThat(programs()).isPositive();
    shoestring.run(run).good();
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink-local"})
  void run_interrupted_endsAtOnceWith130AndGoesOn(String runner) throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    Shoestring.Running running = shoestring.start("run", "e.yaml", "--runner", runner);
    await(running, () -> programs() > 0);
    running.signal("INT");
    assertThat(running.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
    Shoestring.Result result = running.end();
    assertThat(result.code()).isEqualTo(130);
    assertThat(result.err())
        .endsWith(
            "shoestring: stopped. Finished work is kept: run the same command again to continue\n")
        .doesNotContain("failed");
    assertThat(programs()).isZero();
    assertThat(spillFolders()).isEmpty();
    shoestring.run("run", "e.yaml", "--runner", runner).good();
  }

  @Test
  void run_killedOnFlink_isSweptByTheNext() throws Exception {
    String[] run = {"run", "e.yaml", "hyp", "--runner", "flink-local"};
    Shoestring.Running running = shoestring.start(run);
    await(running, () -> programs() > 0);
    running.signal("KILL");
    running.process().waitFor();
    assertThat(spillFolders()).hasSize(1);
    Path left = spillFolders().get(0);
    Files.setLastModifiedTime(left.resolve("lock"), FileTime.from(Instant.now().minusSeconds(120)));

    shoestring.run(run).good();
    assertThat(spillFolders()).isEmpty();
    shoestring.run("run", "e.yaml").good();
  }

  /** What runners have left in the folder for local work. */
  private List<Path> spillFolders() throws IOException {
    Path spill = folder.resolve("cache/shoestring/_spill");
    if (!Files.isDirectory(spill)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(spill)) {
      return folders.toList();
    }
  }

  @Test
  void run_twoAtOnce_bothEndWell() throws Exception {
    Shoestring.Running one = shoestring.start("run", "e.yaml");
    Shoestring.Running other = shoestring.start("run", "e.yaml");
    Shoestring.Result first = one.end().good();
    Shoestring.Result second = other.end().good();
    Map<String, String> ends = ends(first);
    assertThat(ends)
        .containsOnlyKeys("raw", "clean", "data", "mixed", "even", "model", "hyp", "score");
    assertThat(ends(second)).hasSameSizeAs(ends);
    ends(second).forEach((stage, end) -> assertThat(Set.of(end, ends.get(stage))).hasSize(2));
    assertThat(first.err() + second.err())
        .contains(" is running this stage; waiting for its output");
    shoestring.run("run", "e.yaml", "--set", "workspace=alone").good();
    assertThat(digests("w")).isEqualTo(digests("alone"));
  }
}
