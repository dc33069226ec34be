package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A machine that runs stages is asked by another one to save and stop. */
@Timeout(300)
class StopEndToEndTest {
  private final Path folder;
  private final Path state;

  StopEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    Files.writeString(folder.resolve("raw.tsv"), "a\nb\n");
    Files.writeString(
        folder.resolve("train.sh"),
        """
        n=0
        for file in "$1"/step-*; do [ -e "$file" ] && read -r n < "$file"; done
        echo "begins after step $n"
        trap 'echo $((n + 1)) > "$1/part"; mv "$1/part" "$1/step-$((n + 1))"; exit 0' TERM
        touch STATE/begun
        while [ ! -e STATE/finish ]; do sleep 0.1; done
        echo "$n" > "$2/model"
        """
            .replace("STATE", state.toString()));
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model:
            train: raw
            command: "sh train.sh {checkpoints} {out}"
            checkpoints: "files:pattern=step-*"
          piped:
            pipe: raw
            command: "touch STATE/begun; while [ ! -e STATE/finish ]; do sleep 0.1; done; cat"
            columns: [b]
          halves: {shard: raw, into: 2}
          each:
            pipe: halves
            command: "echo x >> STATE/begun; while [ ! -e STATE/finish ]; do sleep 0.1; done; cat"
            columns: [b]
        """
            .replace("STATE", state.toString()));
  }

  private Shoestring.Running begin(String stage) throws Exception {
    Shoestring.Running running =
        Shoestring.in(folder).onMachine("a").start("run", "e.yaml", stage, "--lease", "3");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("begun")));
    return running;
  }

  private Shoestring other() {
    return Shoestring.in(folder).onMachine("b");
  }

  @Test
  void stop_trainStageOfAnotherMachine_savesAndExits75() throws Exception {
    Shoestring.Running running = begin("model");
    Shoestring.Result stop = other().run("stop", "e.yaml", "model").good();
    assertThat(stop.err())
        .containsPattern(
            "model: asked [^ ]+ \\(process "
                + running.process().pid()
                + "\\) to save and stop; waiting for it \\(it looks every 1 s\\)")
        .endsWith(" has stopped\n");
    Shoestring.Result stopped = running.end();
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(75);
    assertThat(stopped.err())
        .contains("asked for a stop: the command has 30 s to save a checkpoint")
        .contains("model: checkpoint 1/1 (step-1");

    assertThat(other().run("stop", "e.yaml:model").good().err())
        .isEqualTo("shoestring: model: nobody is running it\n");
  }

  @Test
  void stop_pipeStageOfAnotherMachine_exits75() throws Exception {
    Shoestring.Running running = begin("piped");
    other().run("stop", "e.yaml", "piped").good();
    assertThat(running.end().code()).isEqualTo(75);
  }

  /** The one that runs has another version of the command, and so another key. */
  @Test
  void stop_stageThatHasChangedHere_stopsWhatRuns() throws Exception {
    Shoestring.Running running = begin("model");
    Files.writeString(folder.resolve("train.sh"), "exit 1");
    other().run("stop", "e.yaml", "model").good();
    assertThat(running.end().code()).isEqualTo(75);
  }

  @Test
  void stop_machineThatVanished_saysThatTheStageIsFree() throws Exception {
    Shoestring.Running running = begin("piped");
    running.signal("KILL");
    running.end();
    Files.createFile(state.resolve("finish")); // The program that it has left ends.

    Shoestring.Result stop = other().run("stop", "e.yaml", "piped");
    assertThat(stop.code()).isEqualTo(1);
    assertThat(stop.err()).contains("its machine is probably gone; you can run it here");
  }

  @Test
  void run_takeOver_continuesWhatAnotherMachineTrained() throws Exception {
    Shoestring.Running running = begin("model");
    Shoestring.Running next =
        other().start("run", "e.yaml", "model", "--take-over", "model", "--lease", "3");
    assertThat(running.end().code()).isEqualTo(75);
    Files.createFile(state.resolve("finish"));

    assertThat(next.end().good().err())
        .contains("model: attempt 2 continues from checkpoint 1/1 (step-1");
    assertThat(other().run("run", "e.yaml", "model", "--take-over", "piped").code()).isEqualTo(2);
  }

  /** What has begun is finished; what has not is left for the next run. */
  @Test
  void run_sigtermWhileAShardIsAtWork_finishesItAndExits75() throws Exception {
    Shoestring here = Shoestring.in(folder);
    Shoestring.Running running = here.start("run", "e.yaml", "each", "-j", "1");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("begun")));
    running.signal("TERM");
    StoppedFixture.await(running, () -> hasSaid(running, "stopping; press Ctrl-C again"));
    Files.createFile(state.resolve("finish"));
    Shoestring.Result stopped = running.end();
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(75);
    assertThat(stopped.err()).doesNotContain("failed");
    assertThat(Files.readString(state.resolve("begun"))).isEqualTo("x\n");

    here.run("run", "e.yaml", "each", "-j", "1").good();
    assertThat(Files.readString(state.resolve("begun"))).isEqualTo("x\nx\n");
  }

  @Test
  void run_sigtermWhileAShardNeedsTooLong_isStoppedAfterGrace() throws Exception {
    Shoestring here = Shoestring.in(folder);
    Shoestring.Running running = here.start("run", "e.yaml", "each", "--grace", "1s");
    StoppedFixture.await(running, () -> Files.exists(state.resolve("begun")));
    running.signal("TERM");
    assertThat(running.end().code()).isEqualTo(75);
  }

  private static boolean hasSaid(Shoestring.Running running, String text) {
    try {
      return Files.readString(running.err()).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
