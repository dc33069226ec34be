package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;

/** {@code checkpoints} on a stage of an experiment, and on what lies in its workspace. */
class StageCheckpointsTest extends CheckpointsFixture {
  StageCheckpointsTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void push_finishedStageOrWorkspace_isRefused() throws IOException {
    push("step-1").good();
    String file =
        experiment(
            """
            model: {train: raw, command: "touch {out}/m; : {checkpoints}"}
            """);
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
    String ofKey = workspace + "/_checkpoints/" + key(file);
    assertThat(
            Ran.by("train", "--checkpoints", ofKey, "--", "touch", local + "/{checkpoints}").err())
        .contains("here a stage of an experiment keeps its checkpoints; continue that stage with");
    assertThat(Ran.by("stop", ofKey).good().err()).contains(": nobody is running it");
  }

  @Test
  void stage_keepWithoutCheckpointsInTheCommand_exits2WithTheCure() throws IOException {
    String file =
        experiment(
            """
            model:
              train: raw
              command: "touch {out}/m"
              keep: {last: 2}
            """);

    assertThat(Ran.by("run", file).error(2, folder))
        .isEqualTo(
            "e.yaml:8: keep is given, but the command has no {checkpoints}, the folder that"
                + " checkpoints are saved from; add it to the command, for example: --checkpoints"
                + " {checkpoints}");
  }

  @Test
  void stage_itsCheckpoints_areListedAndPulled() throws IOException {
    String file =
        experiment(
            """
            plain: {train: raw, command: "touch {out}/m"}
            model:
              train: raw
              command: >-
                printf '5\\tbleu\\t12.5\\n'; echo five > {checkpoints}/part;
                mv {checkpoints}/part {checkpoints}/step-5; : {out}; exit 1
              checkpoints: "files:pattern=step-*"
              keep: {last: 2, best: 1, by: bleu, order: max}
            """);
    assertThat(Ran.by("run", file, "model", "--work-dir", folder.resolve("work").toString()).code())
        .isEqualTo(1);

    Ran listed = verb("ls", file, "model").good();
    verb("pull", file + ":model", folder.resolve("here").toString()).good();

    List<String> row = List.of(listed.out().strip().split("\t", -1));
    assertThat(row.subList(0, 4)).containsExactly("1/1", "step-5", "5", "bleu=12.5");
    assertThat(row.get(8)).isEqualTo("newest, best");
    assertThat(Files.readString(folder.resolve("here/step-5"), StandardCharsets.UTF_8))
        .isEqualTo("five\n");
    String key = key(file);
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
                + " checkpoints and a learning curve");
    assertThat(verb("ls", file).error(2, folder))
        .isEqualTo(
            "checkpoints ls: name the stage of e.yaml that trains: checkpoints ls e.yaml STAGE");
  }

  /** A training that saves a checkpoint, and ends with this code. */
  private Ran train(String code, String... options) throws IOException {
    String file =
        experiment(
            """
            model:
              train: raw
              command: >-
                echo five > {checkpoints}/part; mv {checkpoints}/part {checkpoints}/step-5;
                touch {out}/m; exit CODE
              checkpoints: "files:pattern=step-*"
              keep: {last: 1}
            """
                .replace("CODE", code));
    List<String> words = new ArrayList<>(List.of("run", file, "model", "--work-dir"));
    words.add(folder.resolve("work").toString());
    words.addAll(List.of(options));
    return Ran.by(words.toArray(String[]::new));
  }

  @Test
  void run_restoreOfAFinishedTraining_saysThatItChangesNothing() throws IOException {
    assertThat(train("0").good().err()).doesNotContain("--restore");

    assertThat(train("0", "--restore", "7/7").good().err())
        .contains("model: this training has finished, so --restore and --from-scratch change");
  }

  @Test
  void run_unfinishedWithACheckpoint_saysThatItResumes() throws IOException {
    assertThat(train("1").code()).isEqualTo(1);

    assertThat(train("1", "-n").good().out()).contains("model  RESUME 1 checkpoint is saved");
    assertThat(train("1", "-n", "--from-scratch").good().out())
        .contains("model  RUN because it was never finished");
    assertThat(train("1").err()).contains("model  resumes: 1 checkpoint is saved");
  }

  @Test
  void run_changedSinceItWasFinished_saysWhatHasChanged() throws IOException {
    train("0").good();

    assertThat(train("$((0))", "-n").good().err())
        .contains(
            "model: this training has no checkpoints and starts from nothing, because command"
                + " changed since its former one");
  }
}
