package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a command beside {@code shoestring train}: by a signal, by itself, by its failure. */
@Timeout(300)
class SidecarEndingEndToEndTest extends SidecarFixture {
  SidecarEndingEndToEndTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  private Shoestring.Result ended(String signal) throws Exception {
    Shoestring.Running running =
        Shoestring.in(folder)
            .start(
                "train",
                "--checkpoints",
                "ck",
                "--preset",
                "files:pattern=step-*",
                "--",
                "sh train.sh {checkpoints}");
    StoppedFixture.await(running, () -> !saved(folder.resolve("ck"), 1).isEmpty());
    running.signal(signal);
    return running.end();
  }

  @Test
  void train_sigterm_savesAndExits75() throws Exception {
    Shoestring.Result result = ended("TERM");
    assertThat(result.code()).isEqualTo(75);
    assertThat(result.out()).endsWith("saved at the signal\n");
    assertThat(result.err()).contains("is on the storage: run the same command again");
    Path log = folder.resolve("ck/_log/attempt-000001.txt.gz");
    assertThat(log).exists();
  }

  @Test
  void train_ctrlC_savesAndExits130() throws Exception {
    Shoestring.Result result = ended("INT");
    assertThat(result.code()).isEqualTo(130);
    assertThat(result.out()).endsWith("saved at the signal\n");
  }

  @Test
  void train_maxRuntime_savesAndExits75() throws Exception {
    Shoestring.Result result =
        Shoestring.in(folder)
            .run(
                "train",
                "--checkpoints",
                "ck",
                "--max-runtime",
                "4s",
                "--preset",
                "files:pattern=step-*",
                "--",
                "sh train.sh {checkpoints}");
    assertThat(result.code()).isEqualTo(75);
    assertThat(result.err()).contains("--max-runtime 4s: the command has 30 s to save");
  }

  @Test
  void train_commandFails_exits1AndSaysItsCode() throws Exception {
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result result =
        here.run("train", "--checkpoints", "ck", "--local", "out", "--", "sh", "-c", "exit 3");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "'sh' and 2 more words ended with exit code 3; there is no checkpoint yet: the next run"
                + " starts from nothing");

    result = here.run("train", "--checkpoints", "ck", "--local", "out", "--", "no-such-program");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("ended with exit code 127 (command not found)");

    Files.writeString(folder.resolve("out/step-0001"), "1");
    result =
        here.run(
            "train",
            "--checkpoints",
            "ck",
            "--local",
            "out",
            "--preset",
            "files:pattern=step-*",
            "--",
            "false");
    assertThat(result.err())
        .contains("exit code 1; run the same again to continue from its last checkpoint");
  }

  /** The store breaks while the command works; what it left is stored later. */
  @Test
  void train_endCannotBeStored_isNotRunAgain() throws Exception {
    Files.writeString(
        folder.resolve("train.sh"),
        """
        echo x >> runs
        echo 1 > "$1/part"; mv "$1/part" "$1/step-0001"
        while ! ls ck/*/000001.tsv; do sleep 0.1; done
        mv ck away; echo > ck
        """);
    String[] words = {
      "train",
      "--checkpoints",
      "ck",
      "--local",
      "out",
      "--preset",
      "files:pattern=step-*",
      "--",
      "sh train.sh out"
    };
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result failed = here.run(words);
    assertThat(failed.code()).as(failed.err()).isEqualTo(5);
    Files.delete(folder.resolve("ck"));
    Files.move(folder.resolve("away"), folder.resolve("ck"));

    Shoestring.Result stored = here.run(words).good();
    assertThat(stored.err())
        .contains("finished in an earlier run; what it left is stored now, without running it");
    assertThat(Files.readString(folder.resolve("runs"))).isEqualTo("x\n");
    assertThat(here.run(words).good().err()).contains("this training has finished (attempt 2 on ");
  }
}
