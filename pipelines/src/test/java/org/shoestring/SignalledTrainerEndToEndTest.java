package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.files.FolderWalk;

/**
 * A trainer that gets a signal at the same time as the run, saves what it has, and exits with 0.
 */
@Tag("long")
@Timeout(120)
class SignalledTrainerEndToEndTest {
  private final Path folder;
  private final Path state;

  SignalledTrainerEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    Files.writeString(folder.resolve("raw.tsv"), "a\nb\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: >-
              trap 'echo half > {out}/model; exit 0' INT TERM;
              cd STATE; echo $$ > pid.part; mv pid.part pid;
              if [ ! -e go ]; then sleep 1010 >/dev/null 2>&1 & wait; fi; echo whole > {out}/model
        """
            .replace("STATE", state.toString()));
  }

  /** As a terminal does with Ctrl-C, and an operating system that shuts down. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 75"})
  void run_signalToTheTrainerToo_commitsNothing(String signal, int code) throws Exception {
    IgnoredSignals.assumeHeeded(signal);
    Shoestring here = Shoestring.in(folder);
    Shoestring.Running running = here.start("run", "e.yaml");
    Path pid = state.resolve("pid");
    StoppedFixture.await(running, () -> Files.exists(pid));
    String trainer = Files.readString(pid).strip();
    new ProcessBuilder("kill", "-" + signal, trainer, Long.toString(running.process().pid()))
        .start()
        .waitFor();

    assertThat(running.end().code()).isEqualTo(code);
    Files.createFile(state.resolve("go"));
    Shoestring.Result again = here.run("run", "e.yaml").good();

    assertThat(again.err()).doesNotContain("finished in an earlier run");
    assertThat(models()).containsExactly("whole\n");
  }

  /** It has a group of processes of its own, which a terminal does not tell. */
  @Test
  void run_secondCtrlCWhileTheTrainerSaves_leavesNoTrainer() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: >-
              trap 'touch saving; sleep 1011' INT; cd STATE; : {checkpoints} {out};
              echo $$ > pid.part; mv pid.part pid; while :; do sleep 0.1; done
        """
            .replace("STATE", state.toString()));
    Shoestring.Running running = Shoestring.in(folder).start("run", "e.yaml");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("pid")));
    long trainer = Long.parseLong(Files.readString(state.resolve("pid")).strip());
    running.signal("INT");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("saving")));

    running.signal("INT");

    assertThat(running.end().code()).isEqualTo(130);
    while (ProcessHandle.of(trainer).filter(ProcessHandle::isAlive).isPresent()) {
      Thread.sleep(20); // What was killed may be listed for a moment.
    }
  }

  /** The command hears of it first, and this process a second later. */
  @Test
  void run_signalToTheTrainerFirst_isNoFailureOfTheCommand() throws Exception {
    IgnoredSignals.assumeHeeded("TERM");
    Shoestring.Running running = Shoestring.in(folder).start("run", "e.yaml");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("pid")));
    String script = "kill -HUP $(cat pid); sleep 0.5; kill -TERM " + running.process().pid();
    new ProcessBuilder("sh", "-c", script).directory(state.toFile()).start().waitFor();

    Shoestring.Result stopped = running.end();

    assertThat(stopped.code()).as(stopped.err()).isEqualTo(75);
    assertThat(stopped.err()).doesNotContain("failed");
  }

  /** What was stored as the model. */
  private List<String> models() throws IOException {
    List<String> models = new ArrayList<>();
    FolderWalk.files(
        folder.resolve("w/outputs"),
        file -> {
          if (file.endsWith("model")) {
            models.add(Files.readString(file));
          }
        });
    return models;
  }
}
