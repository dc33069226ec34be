package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.HostName;

/** {@code checkpoints ls}, {@code pull}, {@code push} and {@code verify} on a location. */
class CheckpointsCommandTest extends CheckpointsFixture {
  CheckpointsCommandTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void push_ofEach_isListedAndTheLastIsTheNewest() throws IOException {
    assertThat(push("step-9").good().err())
        .isEqualTo(
            "shoestring: checkpoint 1/1 (step-9, 6 B) is saved, the first one in "
                + run1
                + "; the next run of this training continues from it\n");
    push("step-10").good();

    assertThat(Ran.by("status", run1).good().out()).contains("; attempt 2 was pushed by hand\n");

    Ran listed = verb("ls", run1, "--price", "100000").good();

    List<String[]> rows = listed.out().lines().map(line -> line.split("\t", -1)).toList();
    assertThat(rows.get(0)).startsWith("1/1", "step-9", "9", "").endsWith("0.0006", "");
    assertThat(rows.get(1)).startsWith("2/1", "step-10", "10", "").endsWith("0.0007", "newest");
    assertThat(rows.get(1)[4]).matches("20..-..-..T..:..:..Z");
    assertThat(rows.get(1)[5]).isEqualTo("7");
    assertThat(rows.get(1)[6]).isEqualTo(HostName.get() + " (pushed by hand)");
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
}
