package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring;
import org.shoestring.files.FolderWalk;

/** {@code status} and {@code log} of a training that no stage names. */
@Timeout(300)
class TrainingStatusEndToEndTest {
  private static final String LOG = "ck/_log/attempt-00000";

  private final Path folder;
  private final Shoestring here;
  private final Shoestring there;

  TrainingStatusEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
    this.here = Shoestring.in(folder);
    this.there = here.onMachine("other");
  }

  @BeforeEach
  void givenATrainer() throws IOException {
    Files.writeString(
        folder.resolve("train.sh"),
        """
        trap 'exit 0' TERM
        save() { echo "$1" > out/part; mv out/part "out/step-$1"; }
        printf 'hello of %s\\n1\\tloss\\t0.5\\n' "$1"
        save 1
        until [ -e go ]; do sleep 0.1; done
        exit "$1"
        """);
  }

  private Shoestring.Running started(String argument) throws IOException {
    return here.start(
        "train",
        "--checkpoints",
        "ck",
        "--local",
        "out",
        "--preset",
        "files:pattern=step-*",
        "--keep",
        "every=1",
        "--lease",
        "3",
        "--",
        "sh",
        "train.sh",
        argument);
  }

  private String status(Shoestring machine) throws IOException, InterruptedException {
    return machine.run("status", "ck").good().out();
  }

  /** Waits until an attempt has stored its log, which comes last with a checkpoint. */
  private void awaitLog(Shoestring.Running running, int attempt) throws InterruptedException {
    while (!Files.exists(folder.resolve(LOG + attempt + ".txt.gz"))) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  @Test
  void status_andLog_whileItRunsAndAfterItsEnd() throws Exception {
    Shoestring.Running running = started("3");
    awaitLog(running, 1);
    assertThat(status(there))
        .containsPattern(
            "^ck  at work: [^ ]+ \\(process "
                + running.process().pid()
                + "\\), last sign of life [0-9]+ s ago  step 1 · loss 0\\.5")
        .containsPattern("; checkpoint 1/1 \\(step-1\\) saved [0-9]+ s ago; ")
        .endsWith("; attempt 1 started from nothing\n");
    assertThat(there.run("log", "ck").good().out()).contains("hello of 3\n");

    running.signal("KILL");
    running.end();
    assertThat(status(there)).contains(" (process " + running.process().pid() + ")");
    assertThat(status(here))
        .startsWith("ck  nobody is running it  step 1 · loss 0.5")
        .endsWith("; attempt 1 started from nothing\n");

    Files.createFile(folder.resolve("go"));
    running = started("4");
    assertThat(running.end().code()).isEqualTo(1);
    assertThat(status(there)).endsWith("; attempt 2 continued from 1/1 and failed\n");
    assertThat(there.run("log", "ck").good().out())
        .contains("hello of 4\n")
        .doesNotContain("hello of 3");

    Files.delete(folder.resolve("go"));
    running = started("0");
    awaitLog(running, 3);
    running.signal("TERM");
    assertThat(running.end().code()).isEqualTo(75);
    assertThat(status(there))
        .startsWith("ck  nobody is running it  ")
        .containsPattern("attempt 3 continued from ./. and was stopped\n$");

    Files.createFile(folder.resolve("go"));
    started("0").end().good();
    assertThat(status(there)).containsPattern("attempt 4 continued from ./. and finished\n$");
  }

  /** The loss of the second step is printed after its checkpoint was saved. */
  @Test
  void status_newestHasABadLoss_namesTheOneThatCounts() throws Exception {
    Files.writeString(
        folder.resolve("train.sh"),
        """
        save() { echo "$1" > out/part; mv out/part "out/step-$1"; }
        printf '1\\tloss\\t0.5\\n'; save 1
        until ls ck/*/000001.tsv; do sleep 0.1; done
        save 2
        until ls ck/*/000002.tsv; do sleep 0.1; done
        printf '2\\tloss\\tnan\\n'
        """);

    Shoestring.Result trained = started("0").end().good();

    assertThat(trained.err())
        .contains("the command finished; its last good checkpoint is 1/1 (step-1) in ")
        .contains("/ck; the newest, 1/2, has a bad loss\n");
    assertThat(status(here))
        .containsPattern(
            "; checkpoint 1/1 \\(step-1\\) saved [0-9]+ s ago; the newest, 1/2, has a bad loss; ");
  }

  @Test
  void status_andLog_ofTheKeyOfAStage() throws Exception {
    Files.createFile(folder.resolve("raw.tsv"));
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model: {train: raw, command: "echo printed; : {checkpoints} {out}; exit 3"}
        """);
    assertThat(here.run("run", "e.yaml").code()).isEqualTo(1);
    List<Path> keys = FolderWalk.entries(folder.resolve("w/_checkpoints"));
    assertThat(keys).hasSize(1);
    String training = "w/_checkpoints/" + keys.get(0).getFileName();

    assertThat(here.run("status", training).good().out())
        .isEqualTo(
            training + "  nobody is running it  attempt 1 started from nothing and failed\n");
    assertThat(here.run("status", "e.yaml", "model").good().out())
        .endsWith("  attempt 1 started from nothing and failed\n");
    assertThat(here.run("log", training).good().out()).endsWith("\nprinted\n");
  }

  @Test
  void status_andLog_ofNoTraining_sayWhatToWrite() throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    for (String verb : List.of("status", "log")) {
      Shoestring.Result result = here.run(verb, "empty");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.error())
          .startsWith("empty: there is no training here; write FILE.yaml:STAGE or FILE.yaml STAGE");
      assertThat(here.run(verb, "empty", "more").error())
          .startsWith(verb + " takes one training, not empty, more; write FILE.yaml:STAGE");
    }
    Files.createDirectories(folder.resolve("ck/attempts"));
    Files.createFile(folder.resolve("ck/attempts/000001"));
    assertThat(here.run("log", "ck").good().err())
        .isEqualTo(
            "shoestring: ck has no log yet: it is stored with each checkpoint, and at least every"
                + " five minutes\n");
    Shoestring.Result follow = here.run("log", "-f", "ck");
    assertThat(follow.code()).isEqualTo(2);
    assertThat(follow.error())
        .isEqualTo(
            "log: --follow needs a stage of an experiment; without it, ck has the log as it was"
                + " stored last");
  }
}
