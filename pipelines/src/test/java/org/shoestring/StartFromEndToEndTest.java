package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;

/** A training whose command changes, and that starts from a checkpoint of its former one. */
@Tag("long")
@Timeout(300)
class StartFromEndToEndTest {
  private static final Pattern LINE =
      Pattern.compile("\n    (start-from: ([0-9a-f]{32}/[0-9]+/[0-9]+))\n");

  /** Makes steps up to the third argument, and then ends with an error if told so. */
  private static final String TRAINER =
      """
      n=0
      for file in "$1"/step-*; do
        [ -e "$file" ] && read -r n < "$file"
      done
      echo "after $n" >> "$2/model"
      while [ "$n" -lt "$3" ]; do
        n=$((n + 1)); echo "$n" > "$1/part"; mv "$1/part" "$1/step-$n"
      done
      exit "$4"
      """;

  private final Path folder;
  private final Shoestring here;
  private String line = "";

  StartFromEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.here = Shoestring.in(folder);
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    Files.writeString(folder.resolve("train.sh"), TRAINER);
    write("w", "3 1");
  }

  private void write(String workspace, String arguments) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: %s
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: "sh train.sh {checkpoints} {out} %s"
            checkpoints: "files:pattern=step-*"
        """
                .formatted(workspace, arguments)
            + (line.isEmpty() ? "" : "    " + line + "\n"));
  }

  /** A training that fails after its third step, and whose command is another one since. */
  private void givenAFormerTraining(Shoestring machine, String workspace) throws Exception {
    write(workspace, "3 1");
    assertThat(machine.run("run", "e.yaml").code()).isEqualTo(1);
    write(workspace, "5 0");
  }

  /** The line to add that a run prints. */
  private static String hinted(String said) {
    Matcher found = LINE.matcher(said);
    assertThat(found.find()).as(said).isTrue();
    return found.group(1);
  }

  private String model(Path workspace) throws IOException {
    try (Stream<Path> files = Files.walk(workspace.resolve("outputs"))) {
      return Files.readString(
          files.filter(file -> file.endsWith("model")).findFirst().orElseThrow());
    }
  }

  @Test
  void run_changedCommand_printsTheLineThatContinues() throws Exception {
    givenAFormerTraining(here, "w");
    Shoestring.Result planned = here.run("run", "e.yaml", "-n").good();
    assertThat(planned.err())
        .contains("model: this training has no checkpoints and starts from nothing")
        .contains("(step-3, 2 B, saved ")
        .contains("add this line to stage model, ")
        .contains("e.yaml:5:\n    start-from: ");
    line = hinted(planned.err());
    write("w", "5 0");
    assertThat(here.run("run", "e.yaml", "-n").good().err()).doesNotContain("this training");
    assertThat(here.run("status", "e.yaml").good().out()).contains("starts from " + named());

    Shoestring.Result run = here.run("run", "e.yaml").good();
    assertThat(run.err())
        .doesNotContain("this training")
        .contains("model: attempt 1 starts from checkpoint " + named() + " (step-3, saved on ");
    assertThat(model(folder.resolve("w"))).isEqualTo("after 3\n");
    Shoestring.Result explained = here.run("explain", "e.yaml", "model").good();
    assertThat(explained.out())
        .containsPattern("  start-from\t[0-9a-f]{64}\n")
        .contains("  starts from\t" + named() + "\n");
    assertThat(here.run("log", "e.yaml", "model").good().out())
        .contains("# attempt 1 starts from checkpoint " + named());
  }

  private String named() {
    return line.substring("start-from: ".length());
  }

  @Test
  void run_changedAndNotTold_saysItBeforeItStartsFromNothing() throws Exception {
    givenAFormerTraining(here, "w");
    Shoestring.Result run = here.run("run", "e.yaml").good();
    assertThat(run.err().indexOf("this training has no checkpoints"))
        .isBetween(0, run.err().indexOf("attempt 1 starts from nothing"));
    assertThat(model(folder.resolve("w"))).isEqualTo("after 0\n");
  }

  @Test
  void run_fromScratch_givesNoHint() throws Exception {
    givenAFormerTraining(here, "w");
    assertThat(here.run("run", "e.yaml", "--from-scratch").good().err())
        .doesNotContain("start-from");
  }

  @Test
  void run_ownCheckpointsAreDamaged_saysWhatFromScratchStartsFrom() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    write("w", "4 1");
    assertThat(here.run("run", "e.yaml").code()).isEqualTo(1);
    try (Stream<Path> files = Files.walk(folder.resolve("w/_checkpoints"))) {
      for (Path file : files.filter(file -> file.endsWith("step-4")).toList()) {
        Files.writeString(file, "X\n");
      }
    }

    Shoestring.Result damaged = here.onMachine("b").run("run", "e.yaml");
    assertThat(damaged.code()).as(damaged.err()).isEqualTo(5);
    assertThat(damaged.err())
        .contains("or start from checkpoint " + named() + " again with --from-scratch");
    assertThat(here.onMachine("b").run("run", "e.yaml", "--from-scratch").err())
        .contains("starts from checkpoint " + named());
  }

  @Test
  void run_onAnotherMachineOverS3_startsFromItAndContinuesFromItsOwn() throws Exception {
    try (S3Server s3 = S3Server.in(folder.resolve("server"))) {
      Shoestring there = here.in(s3.environment());
      givenAFormerTraining(there.onMachine("a"), "s3://bucket/w");
      line = hinted(there.run("run", "e.yaml", "-n").good().err());
      write("s3://bucket/w", "4 1");
      assertThat(there.onMachine("b").run("run", "e.yaml").err())
          .contains("attempt 1 starts from checkpoint " + named());
      assertThat(there.run("status", "e.yaml").good().out())
          .contains("attempt 1 started from " + named());
      Shoestring.Result again = there.onMachine("a").run("run", "e.yaml");
      assertThat(again.err()).contains("attempt 2 continues from checkpoint 1/1 (step-4");
    }
  }

  @Test
  void run_sameCheckpointByAPrefixOrLocation_isTheSameKey() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    String key = named().substring(0, 32);
    Path manifest;
    try (Stream<Path> files = Files.walk(folder.resolve("w/_checkpoints/" + key))) {
      manifest =
          files
              .filter(file -> file.toString().matches(".*/[0-9]{6}\\.tsv"))
              .max(Path::compareTo)
              .orElseThrow();
    }
    String number = named().substring(32);
    write("w", "5 0");
    here.run("run", "e.yaml").good();
    for (String other :
        List.of(
            key.substring(0, 6) + number,
            "w/_checkpoints/" + key,
            folder.resolve("w/_checkpoints").resolve(key).toString(),
            folder.relativize(manifest).toString())) {
      line = "start-from: " + other;
      write("w", "5 0");
      assertThat(here.run("run", "e.yaml", "-n").good().out()).as(other).contains("model  CACHED");
    }
  }

  /** Many commands evaluate a step after they have saved it. */
  @Test
  void run_newestWasMeasuredAsBadLater_isOfferedTheOneBefore() throws Exception {
    line = "keep: {last: 3, every: 1}";
    givenAFormerTraining(here, "w");
    String newest = hinted(here.run("run", "e.yaml", "-n").good().err());
    String key = newest.substring("start-from: ".length()).substring(0, 32);
    Path curve = Files.createDirectories(folder.resolve("w/_curves/" + key + "/000001"));
    Files.writeString(curve.resolve("000001.tsv"), "1\t3\tloss\tnan\t1795770000.000\n");

    Shoestring.Result planned = here.run("run", "e.yaml", "-n").good();
    assertThat(planned.err()).contains("(step-2, 2 B, saved ");
    line = hinted(planned.err());
    assertThat(line).isNotEqualTo(newest);
    write("w", "5 0");
    here.run("run", "e.yaml").good();
    line = "start-from: w/_checkpoints/" + key;
    write("w", "5 0");
    assertThat(here.run("run", "e.yaml", "-n").good().out()).contains("model  CACHED");
  }

  @Test
  void run_changedAgain_printsTheLineThatReplacesTheFirst() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    write("w", "5 1");
    assertThat(here.run("run", "e.yaml").code()).isEqualTo(1);
    write("w", "6 0");
    Shoestring.Result planned = here.run("run", "e.yaml", "-n").good();
    assertThat(planned.err())
        .contains("model: this training has no checkpoints and starts from " + named() + ", ")
        .contains("(step-5, 2 B, saved ")
        .contains("replace the line start-from of stage model, ")
        .contains("e.yaml:5, with this one:\n    start-from: ");
    line = hinted(planned.err());
    write("w", "6 0");
    assertThat(here.run("run", "e.yaml").good().err()).doesNotContain("this training");
    assertThat(model(folder.resolve("w"))).isEqualTo("after 5\n");
  }

  @Test
  void gc_checkpointThatIsStartedFrom_stays() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    write("w", "5 1");
    assertThat(here.run("run", "e.yaml").code()).isEqualTo(1);
    here.run("gc", "w", "--grace", "0s").good();
    write("w", "4 0");
    assertThat(here.run("run", "e.yaml").good().err())
        .contains("attempt 1 starts from checkpoint " + named());
  }

  @Test
  void run_folderOfATrainingWithoutAnExperiment_startsFromItsNewest() throws Exception {
    Files.createDirectory(folder.resolve("o"));
    Shoestring.Result sidecar =
        here.run(
            "train",
            "--checkpoints",
            "loose",
            "--preset",
            "files:pattern=step-*",
            "--",
            "sh",
            "train.sh",
            "{checkpoints}",
            "o",
            "3",
            "0");
    assertThat(sidecar.code()).as(sidecar.err()).isZero();
    line = "start-from: loose";
    write("w", "5 0");
    assertThat(here.run("run", "e.yaml").good().err())
        .containsPattern("attempt 1 starts from checkpoint \\S+/loose/000001-[0-9a-f]{8}/[0-9]{6}")
        .contains(".tsv (step-3, saved on ");
  }

  /** A finished training is found by the digest that its record has. */
  @Test
  void run_finishedAndItsStartIsGone_isCached() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    write("w", "5 0");
    here.run("run", "e.yaml").good();
    FolderWalk.remove(folder.resolve("w/_checkpoints").resolve(named().substring(0, 32)));
    for (int i = 0; i < 2; i++) {
      assertThat(here.run("run", "e.yaml").good().out()).contains("model  CACHED");
    }
    write("w", "6 0");
    Shoestring.Result changed = here.run("run", "e.yaml");
    assertThat(changed.code()).isEqualTo(5);
    assertThat(changed.err())
        .contains(
            "checkpoint " + named() + ", which the training starts from, is gone or damaged; let");
  }

  @Test
  void status_finishedAndItsStartIsDamaged_isCached() throws Exception {
    givenAFormerTraining(here, "w");
    line = hinted(here.run("run", "e.yaml", "-n").good().err());
    write("w", "5 0");
    here.run("run", "e.yaml").good();
    Path former = folder.resolve("w/_checkpoints").resolve(named().substring(0, 32));
    try (Stream<Path> files = Files.walk(former)) {
      for (Path file : files.filter(file -> file.endsWith("step-3")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(here.run("status", "e.yaml").good().out()).contains("model  CACHED");
    try (Stream<Path> files = Files.walk(former)) {
      for (Path file :
          files.filter(file -> file.toString().matches(".*/[0-9]{6}\\.tsv")).toList()) {
        Files.writeString(file, "odd\n");
      }
    }
    assertThat(here.run("status", "e.yaml").good().out()).contains("model  CACHED");
    assertThat(here.run("run", "e.yaml").good().out()).contains("model  CACHED");
    write("w", "6 0");
    Shoestring.Result changed = here.run("run", "e.yaml");
    assertThat(changed.code()).as(changed.err()).isEqualTo(5);
    assertThat(changed.err())
        .contains(
            "checkpoint "
                + named()
                + " (damaged), which the training starts from, is gone or damaged");
  }

  @Test
  void run_missingOrAmbiguousOrDamaged_saysWhatThereIs() throws Exception {
    givenAFormerTraining(here, "w");
    String good = hinted(here.run("run", "e.yaml", "-n").good().err());
    line = good.replaceFirst("/[0-9]+$", "/77");
    write("w", "5 0");
    assertError(2, "e.yaml:9: start-from: there is no checkpoint 1/77 of ", "; there are 1/");
    line = "start-from: 0123/1/1";
    write("w", "5 0");
    assertError(2, "a key that begins with '0123'; there are checkpoints of ");
    Files.createDirectories(
        folder.resolve("w/_checkpoints/" + "0".repeat(32) + "/000001-01234567"));
    Files.createDirectories(
        folder.resolve("w/_checkpoints/0" + "1".repeat(31) + "/000001-01234567"));
    for (String other : List.of("0".repeat(32), "0" + "1".repeat(31))) {
      Files.writeString(
          folder.resolve("w/_checkpoints/" + other + "/000001-01234567/000001.tsv"), "x");
    }
    line = "start-from: 0/1/1";
    write("w", "5 0");
    assertError(2, "several trainings have a key that begins with '0': 0", "more of its digits");
    line = "start-from: 00/1/1";
    write("w", "5 0");
    assertError(4, "e.yaml:9: start-from: ", "000001-01234567/000001.tsv", "remove this line");
    line = "start-from: nowhere";
    write("w", "5 0");
    assertError(2, "e.yaml:9: start-from: there is no checkpoint in ", "KEY/ATTEMPT/SEQUENCE");

    line = good;
    write("w", "5 0");
    try (Stream<Path> files = Files.walk(folder.resolve("w/_checkpoints"))) {
      for (Path file : files.filter(file -> file.endsWith("step-3")).toList()) {
        Files.delete(file);
      }
    }
    assertError(5, "e.yaml:9: start-from: checkpoint " + named() + " is not whole: ", "is missing");
  }

  private void assertError(int code, String... parts) throws Exception {
    Shoestring.Result result = here.run("run", "e.yaml");
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.error()).contains(parts);
  }
}
