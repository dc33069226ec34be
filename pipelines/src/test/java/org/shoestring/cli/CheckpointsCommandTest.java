package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;

/** {@code checkpoints} on a location and on a stage. */
class CheckpointsCommandTest {
  private static final String PRESET = "files:pattern=step-*";

  private final Path folder;
  private final String run1;

  CheckpointsCommandTest(@TempDir Path temporary) throws IOException {
    this.folder = Files.createDirectory(temporary.resolve("my work"));
    this.run1 = folder.resolve("run1").toString();
  }

  private Ran verb(String verb, String... more) {
    return Ran.by(
        Stream.concat(Stream.of("checkpoints", verb), Stream.of(more)).toArray(String[]::new));
  }

  /** Saves a checkpoint of a folder that has two. */
  private Ran push(String name) throws IOException {
    Path local = Files.createDirectories(folder.resolve("local"));
    Files.writeString(local.resolve(name), name);
    return verb(
        "push",
        local.toString(),
        run1,
        "--preset",
        PRESET,
        "--name",
        name,
        "--work-dir",
        folder.resolve("work").toString());
  }

  /** The first two fields of each line. */
  private static List<String> names(Ran ran) {
    List<String> names = new ArrayList<>();
    ran.good()
        .out()
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(f -> names.add(f[0] + " " + f[1]));
    return names;
  }

  private Path stored(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    FolderWalk.files(
        Path.of(run1),
        file -> {
          if (file.endsWith(name)) {
            found.add(file);
          }
        });
    return found.get(0);
  }

  @Test
  void push_ofEach_isListedAndTheLastIsTheNewest() throws IOException {
    assertThat(push("step-9").good().err())
        .isEqualTo(
            "shoestring: checkpoint 1/1 (step-9, 6 B) is saved, the first one in "
                + run1
                + "; the next run of this training continues from it\n");
    push("step-10").good();

    Ran listed = verb("ls", run1, "--price", "100000").good();

    List<String[]> rows = listed.out().lines().map(line -> line.split("\t", -1)).toList();
    assertThat(rows.get(0)).startsWith("1/1", "step-9", "9", "").endsWith("0.0006", "");
    assertThat(rows.get(1)).startsWith("2/1", "step-10", "10", "").endsWith("0.0007", "newest");
    assertThat(rows.get(1)[4]).matches("20..-..-..T..:..:..Z");
    assertThat(rows.get(1)[5]).isEqualTo("7");
    assertThat(listed.err()).startsWith("shoestring: 2 checkpoints, ");
  }

  @Test
  void pull_newestOrChosen_bringsItAlone() throws IOException {
    push("step-9").good();
    push("step-10").good();
    Path newest = folder.resolve("newest");
    Path chosen = folder.resolve("chosen");

    verb("pull", run1, newest.toString()).good();
    verb("pull", run1, chosen.toString(), "--restore", "1/1").good();

    assertThat(FolderWalk.entries(newest)).containsExactly(newest.resolve("step-10"));
    assertThat(chosen.resolve("step-9")).hasContent("step-9");
    assertThat(verb("pull", run1, chosen.toString()).error(2, folder))
        .isEqualTo(
            "chosen: this folder is not empty; nothing is mixed with what is there, so give a new"
                + " one");
    assertThat(
            verb("pull", run1, folder.resolve("c").toString(), "--restore", "3/1").error(2, folder))
        .isEqualTo("--restore 3/1: there is no such checkpoint; there are 1/1, 2/1");
  }

  @Test
  void verify_alteredFile_isNamedAndPassedOver() throws IOException {
    push("step-9").good();
    push("step-10").good();
    assertThat(verb("verify", run1).good().lines(folder))
        .containsExactly("1/1\tstep-9\tok", "2/1\tstep-10\tok");
    Files.writeString(stored("step-10"), "STEP-10");

    Ran verified = verb("verify", run1);

    assertThat(verified.code()).isEqualTo(4);
    assertThat(verified.lines(folder))
        .containsExactly(
            "1/1\tstep-9\tok",
            "2/1\tstep-10\twas altered: its bytes do not have the hash that was recorded");
    Ran pulled = verb("pull", run1, folder.resolve("good").toString()).good();
    assertThat(folder.resolve("good/step-9")).exists();
    assertThat(pulled.err()).contains("checkpoint 2/1 cannot be restored");
  }

  @Test
  void prune_moreThanAreKept_removesTheOldest() throws IOException {
    push("step-1").good();
    push("step-2").good();
    push("step-3").good();

    assertThat(names(verb("prune", "-n", run1, "--keep", "last=2"))).containsExactly("1/1 step-1");
    assertThat(names(verb("ls", run1))).hasSize(3);
    assertThat(names(verb("prune", run1, "--keep", "last=1")))
        .containsExactly("1/1 step-1", "2/1 step-2");

    assertThat(names(verb("ls", run1))).containsExactly("3/1 step-3");
    assertThat(verb("prune", run1, "--keep", "last=1").good().err())
        .isEqualTo("shoestring: nothing to remove\n");
    push("step-4").good();
    assertThat(names(verb("ls", run1))).containsExactly("3/1 step-3", "5/1 step-4");
  }

  @Test
  void prune_damaged_goesOnlyIfThatIsSaid() throws IOException {
    push("step-1").good();
    push("step-2").good();
    Files.delete(stored("step-2"));
    assertThat(verb("ls", run1).good().out())
        .contains("newest\n")
        .contains("damaged: step-2 is missing\n");

    assertThat(verb("prune", run1, "--keep", "last=3").good().out()).isEmpty();
    assertThat(names(verb("prune", run1, "--keep", "last=3", "--damaged")))
        .containsExactly("2/1 step-2");

    assertThat(names(verb("ls", run1))).containsExactly("1/1 step-1");
  }

  /** Files of an upload that never finished are named by no manifest. */
  @Test
  void prune_filesThatNoCheckpointNames_areRemoved() throws IOException {
    push("step-1").good();
    Path left = stored("step-1").resolveSibling("step-7");
    Files.writeString(left, "half");

    assertThat(verb("prune", run1, "--keep", "last=3").good().err())
        .isEqualTo("shoestring: 0 checkpoints and 1 file, 4 B, removed\n");

    assertThat(left).doesNotExist();
    assertThat(names(verb("ls", run1))).containsExactly("1/1 step-1");
  }

  @Test
  void pruneAndPush_whileItRuns_areRefused() throws IOException {
    push("step-1").good();
    push("step-2").good();
    LeaseHolder self = LeaseHolder.self();
    LeaseHolder other =
        new LeaseHolder("id", "other-host", self.machine(), self.process(), self.born());
    Path claim = Path.of(run1, "leases/training/000000");
    Files.createDirectories(claim.getParent());
    Files.write(claim, new LeaseClaim(other, Duration.ofSeconds(6), 0, List.of()).content());
    Thread alive = new Thread(() -> renew(claim, other));
    alive.setDaemon(true);
    alive.start();

    Ran pruned = verb("prune", run1, "--keep", "last=1");

    assertThat(pruned.code()).isEqualTo(1);
    assertThat(pruned.err()).contains("other-host (process " + self.process() + ")");
    assertThat(push("step-3").code()).isEqualTo(1);
    alive.interrupt();
    assertThat(names(verb("ls", run1))).hasSize(2);
  }

  private static void renew(Path claim, LeaseHolder holder) {
    try {
      for (int renewals = 1; !Thread.interrupted(); renewals++) {
        Files.write(
            claim, new LeaseClaim(holder, Duration.ofSeconds(6), renewals, List.of()).content());
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its training may keep the best, which nothing there tells. */
  @Test
  void prune_locationWithoutKeep_isRefused() throws IOException {
    push("step-1").good();

    assertThat(verb("prune", run1).error(2, folder))
        .isEqualTo(
            "run1: say which checkpoints stay, for only the experiment, or the command line of its"
                + " training, tells that; for example: --keep last=3");
  }

  @Test
  void push_finishedStageOrWorkspace_isRefused() throws IOException {
    push("step-1").good();
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model: {train: raw, command: "touch {out}/m; : {checkpoints}"}
        """);
    String file = folder.resolve("e.yaml").toString();
    Ran.by("run", file, "--work-dir", folder.resolve("work").toString()).good();
    String local = folder.resolve("local").toString();
    String workspace = folder.resolve("w").toString();

    assertThat(verb("push", local, file, "model").error(2, folder))
        .startsWith("e.yaml:model: this stage is finished, so no run would continue from");
    assertThat(verb("push", local, workspace).error(2, folder))
        .startsWith("w: this is a workspace, which has many trainings; write ");
    assertThat(
            Ran.by("train", "--checkpoints", workspace, "--", "touch", local + "/{checkpoints}")
                .error(2, folder))
        .startsWith("w: this is a workspace, which has many trainings; write ");
    String ofKey = workspace + "/_checkpoints/" + verbPath(file);
    assertThat(
            Ran.by("train", "--checkpoints", ofKey, "--", "touch", local + "/{checkpoints}").err())
        .contains("here a stage of an experiment keeps its checkpoints; continue that stage with");
    assertThat(Ran.by("stop", ofKey).good().err()).contains(": nobody is running it");
  }

  @Test
  void restore_ofNoCheckpoint_beginsNoAttempt() throws IOException {
    push("step-1").good();
    String[] train = {
      "train",
      "--checkpoints",
      run1,
      "--preset",
      PRESET,
      "--work-dir",
      folder.resolve("work").toString(),
      "--restore",
      "1/9",
      "--",
      "touch",
      "{checkpoints}"
    };

    assertThat(Ran.by(train).error(2, folder))
        .isEqualTo("--restore 1/9: there is no such checkpoint; there are 1/1");

    assertThat(Path.of(run1, "attempts")).isDirectoryNotContaining("glob:**/000002");
    assertThat(
            Ran.by(
                    "train",
                    "--checkpoints",
                    run1,
                    "--from-scratch",
                    "--restore",
                    "1/1",
                    "--",
                    "touch",
                    "{checkpoints}")
                .error(2, folder))
        .isEqualTo("--from-scratch and --restore exclude each other; give one of them");
  }

  @Test
  void wrongArguments_areTold() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    assertThat(verb("ls", folder.resolve("empty").toString()).error(2, folder))
        .startsWith("empty: there is no training here; write FILE.yaml:STAGE");
    assertThat(verb("push", folder.resolve("none").toString(), run1).error(2, folder))
        .isEqualTo("none: there is no such folder; write: checkpoints push DIR WHAT");
    assertThat(verb("push", folder.resolve("empty").toString(), run1).error(2, folder))
        .startsWith("empty: no file here is recognized as a checkpoint of any library");
    assertThat(
            verb("push", folder.resolve("empty").toString(), run1, "--preset", PRESET)
                .error(2, folder))
        .isEqualTo("empty: there is no checkpoint of the preset files; give another --preset");
    assertThat(Files.exists(Path.of(run1))).as("nothing is claimed for nothing").isFalse();
    assertThat(verb("ls", run1, "--price", "-1").error(2, folder))
        .isEqualTo("--price must be a number from 0, but is '-1.0'");
  }

  @Test
  void stage_itsCheckpoints_areListedAndPulled() throws IOException {
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          plain: {train: raw, command: "touch {out}/m"}
          model:
            train: raw
            command: >-
              printf '5\\tbleu\\t12.5\\n'; echo five > {checkpoints}/part;
              mv {checkpoints}/part {checkpoints}/step-5; : {out}; exit 1
            checkpoints: "files:pattern=step-*"
            keep: {last: 2, best: 1, by: bleu, order: max}
        """);
    String file = folder.resolve("e.yaml").toString();
    assertThat(Ran.by("run", file, "model", "--work-dir", folder.resolve("work").toString()).code())
        .isEqualTo(1);

    Ran listed = verb("ls", file, "model").good();
    verb("pull", file + ":model", folder.resolve("here").toString()).good();

    List<String> row = List.of(listed.out().strip().split("\t", -1));
    assertThat(row.subList(0, 4)).containsExactly("1/1", "step-5", "5", "bleu=12.5");
    assertThat(row.get(8)).isEqualTo("newest, best");
    assertThat(Files.readString(folder.resolve("here/step-5"), StandardCharsets.UTF_8))
        .isEqualTo("five\n");
    String key = verbPath(file);
    assertThat(names(verb("ls", folder.resolve("w/_checkpoints") + "/" + key)))
        .containsExactly("1/1 step-5");
    assertThat(verb("ls", folder.resolve("w").toString()).error(2, folder))
        .startsWith("w: this is a workspace, which has many trainings; write FILE.yaml:STAGE");
    assertThat(verb("ls", file, "plain").error(2, folder))
        .isEqualTo(
            "e.yaml:plain: the command of this stage has no {checkpoints}, so nothing is saved"
                + " while it runs");
    assertThat(verb("ls", file, "raw").error(2, folder))
        .isEqualTo(
            "checkpoints ls: stage raw has the type import; only stages of type train have"
                + " checkpoints");
  }

  /** The former training of a stage whose command was changed. */
  @Test
  void prune_whatOtherStagesStartFrom_stays() throws IOException {
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    String yaml =
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: >-
              for i in 1 2 3; do echo $i > {checkpoints}/part; mv {checkpoints}/part
              {checkpoints}/step-$i; done; : {out}; exit 1
            checkpoints: "files:pattern=step-*"
            keep: {every: 1}
        """;
    Files.writeString(folder.resolve("e.yaml"), yaml);
    String file = folder.resolve("e.yaml").toString();
    String work = folder.resolve("work").toString();
    assertThat(Ran.by("run", file, "--work-dir", work).code()).isEqualTo(1);
    String key = verbPath(file);
    String training = folder.resolve("w/_checkpoints") + "/" + key;
    assertThat(names(verb("ls", training))).hasSize(3);
    Files.writeString(
        folder.resolve("e.yaml"),
        yaml.replace("exit 1", "exit 2") + "    start-from: " + key + "/1/1\n");
    assertThat(Ran.by("run", file, "--work-dir", work).code()).isEqualTo(1);

    assertThat(names(verb("prune", training, "--keep", "last=1"))).containsExactly("1/2 step-2");

    assertThat(names(verb("ls", training))).containsExactly("1/1 step-1", "1/3 step-3");
  }

  private String verbPath(String file) throws IOException {
    List<Path> keys = FolderWalk.entries(folder.resolve("w/_checkpoints"));
    assertThat(keys).as(file).hasSize(1);
    return keys.get(0).getFileName().toString();
  }
}
