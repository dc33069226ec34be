package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's own training command beside {@code shoestring train}, on machines that share S3. */
@Timeout(300)
class SidecarEndToEndTest {
  private static final String LOCATION = "s3://bucket/run1";
  private static final Pattern BEGINS = Pattern.compile("begins after step ([0-9]+)");

  /** Saves each step until there is a file "finish", and one more when it is told to end. */
  private static final String TRAINER =
      """
      n=0
      for file in "$1"/step-*; do
        [ -e "$file" ] && read -r n < "$file"
      done
      save() {
        n=$((n + 1))
        echo "$n" > "$1/part"
        mv "$1/part" "$1/step-$(printf %04d "$n")"
      }
      trap 'save "$1"; echo "saved at the signal"; exit 0' TERM INT
      echo "begins after step $n"
      echo "a remark" >&2
      while [ ! -e finish ]; do
        sleep 0.2
        save "$1"
        printf '%d\\tloss\\t0.%d\\n' "$n" "$n"
      done
      """;

  private final Path folder;
  private final Path server;

  SidecarEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.server = folder.resolve("server");
    Files.writeString(folder.resolve("train.sh"), TRAINER);
  }

  private static String[] train(String local, String... options) {
    List<String> words =
        new ArrayList<>(List.of("train", "--checkpoints", LOCATION, "--local", local));
    words.addAll(List.of("--preset", "files:pattern=step-*", "--lease", "3"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "train.sh", local));
    return words.toArray(new String[0]);
  }

  private void finish() throws IOException {
    Files.createFile(folder.resolve("finish"));
  }

  /** The manifests of the checkpoints of an attempt. */
  private List<Path> saved(Path place, int attempt) {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(file -> file.toString().matches(".*/00000" + attempt + "-[^/]*/[0-9]{6}.tsv"))
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // Something was removed just now.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitSaved(Shoestring.Running running, int attempt) throws Exception {
    Path place = server.resolve("buckets/bucket/run1");
    StoppedFixture.await(running, () -> !saved(place, attempt).isEmpty());
  }

  private static int begunAfter(Shoestring.Result result) {
    Matcher begins = BEGINS.matcher(result.out());
    assertThat(begins.find()).as(result.out() + result.err()).isTrue();
    return Integer.parseInt(begins.group(1));
  }

  @Test
  void train_killed_isContinuedOnAnotherMachine() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      Shoestring.Running running = here.onMachine("a").start(train("a"));
      awaitSaved(running, 1);
      running.signal("KILL");
      Shoestring.Result killed = running.end();
      assertThat(killed.out()).startsWith("begins after step 0\n");
      assertThat(killed.err()).contains("attempt 1 starts from nothing").contains("a remark\n");
      finish();

      Shoestring.Result continued = here.onMachine("b").run(train("b")).good();
      assertThat(continued.err())
          .contains("has claimed this training; waiting at most 3 s for a sign of life")
          .contains("attempt 2 continues from checkpoint 1/")
          .contains("the command finished; its last checkpoint is ");
      int step = begunAfter(continued);
      assertThat(step).isPositive();
      assertThat(folder.resolve(String.format(Locale.ROOT, "b/step-%04d", step))).exists();

      Shoestring.Result again = here.onMachine("a").run(train("a")).good();
      assertThat(again.out()).isEmpty();
      assertThat(again.err())
          .contains(LOCATION + ": this training has finished (attempt 2 on ")
          .contains("add --from-scratch");
    }
  }

  @Test
  void train_secondStart_saysWhoIsAtWork() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      Shoestring.Running running = here.onMachine("a").start(train("a"));
      awaitSaved(running, 1);

      Shoestring.Result second = here.onMachine("b").run(train("b"));
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err())
          .containsPattern(
              LOCATION
                  + ": [^ ]+ \\(process "
                  + running.process().pid()
                  + "\\) is running this training since [0-9-]{10} [0-9:]{8} UTC \\(last sign of"
                  + " life [0-9]+ s ago\\); wait for its end, or add --take-over");
      assertThat(second.out()).isEmpty();
      assertThat(running.process().isAlive()).isTrue();
      finish();
      running.end().good();
    }
  }

  @Test
  void train_takeOver_continuesWhereTheOtherWasStopped() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      Shoestring.Running first = here.onMachine("a").start(train("a"));
      awaitSaved(first, 1);
      Shoestring.Running second = here.onMachine("b").start(train("b", "--take-over"));
      Shoestring.Result stopped = first.end();
      assertThat(stopped.code()).as(stopped.err()).isEqualTo(75);
      assertThat(stopped.err())
          .contains("asked for a stop: its command has 30 s to save a checkpoint")
          .containsPattern("checkpoint 1/[0-9]+ \\(step-[0-9]+\\) is on the storage");
      assertThat(stopped.out()).endsWith("saved at the signal\n");
      finish();

      Shoestring.Result continued = second.end().good();
      assertThat(continued.err())
          .contains(" to save and stop; waiting for it (it looks every 1 s)")
          .contains("attempt 2 continues from checkpoint 1/");
      assertThat(folder.resolve(String.format(Locale.ROOT, "a/step-%04d", begunAfter(continued))))
          .exists();
      assertThat(
              folder.resolve(String.format(Locale.ROOT, "a/step-%04d", begunAfter(continued) + 1)))
          .doesNotExist();
    }
  }

  @Test
  void stop_trainingElsewhere_endsItWithItsLastCheckpoint() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      Shoestring.Running running = here.onMachine("a").start(train("a"));
      awaitSaved(running, 1);
      Shoestring.Result stop = here.onMachine("b").run("stop", LOCATION).good();
      assertThat(stop.err())
          .containsPattern("asked [^ ]+ \\(process " + running.process().pid() + "\\) to save")
          .contains(" has stopped\n");
      Shoestring.Result stopped = running.end();
      assertThat(stopped.code()).isEqualTo(75);
      assertThat(stopped.out()).endsWith("saved at the signal\n");

      assertThat(here.run("stop", LOCATION).good().err())
          .isEqualTo("shoestring: " + LOCATION + ": nobody is running it\n");
      assertThat(here.run("stop", "s3://bucket/other").code()).isEqualTo(2);
    }
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
    assertThat(result.err()).contains("--max-runtime 4s: its command has 30 s to save");
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

  @Test
  void train_arguments_areNotInTheLog() throws Exception {
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result failed =
        here.run(
            "train",
            "--checkpoints",
            "ck",
            "--local",
            "out",
            "--",
            "sh",
            "-c",
            "echo printed; exit 3",
            "sh",
            "my-token");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).doesNotContain("my-token");
    Path log = folder.resolve("ck/_log/attempt-000001.txt.gz");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("$ 'sh' and 4 more words\n")
          .contains("printed\n")
          .doesNotContain("my-token");
    }
  }

  /** In a folder of ours, whose name has a blank. */
  @Test
  void train_folderOfOurs_keepsWhatTheCommandLeft() throws Exception {
    List<String> words =
        List.of(
            "train",
            "--checkpoints",
            "ck",
            "--work-dir",
            "my work",
            "--preset",
            "files:pattern=step-*",
            "--",
            "echo 1 > {checkpoints}/step-0001; echo model > {checkpoints}/model.bin");
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result result = here.run(words.toArray(new String[0])).good();
    Matcher told =
        Pattern.compile("what the command left is in (.*/my work/training-[^/]*/checkpoints)\n")
            .matcher(result.err());
    assertThat(told.find()).as(result.err()).isTrue();
    Path left = Path.of(told.group(1));
    assertThat(left.resolve("model.bin")).hasContent("model");
    assertThat(left.getParent()).isDirectoryContaining(left::equals);
    assertThat(left.resolveSibling("lock")).doesNotExist();

    result = here.run(words.toArray(new String[0])).good();
    assertThat(result.err()).contains("this training has finished");
    assertThat(left.resolve("model.bin")).hasContent("model");

    List<String> anew = new ArrayList<>(words);
    anew.add(1, "--from-scratch");
    result = here.run(anew.toArray(new String[0])).good();
    Path aside = left.resolveSibling("checkpoints-set-aside-1");
    assertThat(result.err()).contains("was moved to " + aside).contains("is in " + left);
    assertThat(aside.resolve("model.bin")).hasContent("model");
    assertThat(left.resolve("model.bin")).hasContent("model");
  }

  @Test
  void train_streams_areThoseOfTheCommand() throws Exception {
    Shoestring.Running running =
        Shoestring.in(folder)
            .in(Map.of("AWS_SECRET_ACCESS_KEY", "of the user"))
            .start(
                "train",
                "--checkpoints",
                "ck",
                "--local",
                "out",
                "--",
                "sh",
                "-c",
                "pwd; cat; printf 'no end'; printf %s \"$1 $AWS_SECRET_ACCESS_KEY\" >&2",
                "sh",
                "two  words");
    try (OutputStream in = running.process().getOutputStream()) {
      in.write("read\n".getBytes(StandardCharsets.UTF_8));
    }
    Shoestring.Result result = running.end().good();
    assertThat(result.out()).isEqualTo(folder.toRealPath() + "\nread\nno end");
    assertThat(result.err()).contains("two  words of the user");
  }

  /** What a machine has saved before it knew of us is where the first attempt continues. */
  @Test
  void train_leftoversOfBefore_areItsFirstCheckpoint() throws Exception {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/step-0007"), "7\n");
    Files.writeString(folder.resolve("out/config"), "mine");
    finish();
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      Shoestring.Result result = here.onMachine("a").run(train("out")).good();
      assertThat(begunAfter(result)).isEqualTo(7);
      assertThat(result.err()).contains("attempt 1 continues from checkpoint 1/1 (step-0007");
      assertThat(folder.resolve("out/config")).exists();

      Files.createDirectory(folder.resolve("other"));
      Files.writeString(folder.resolve("other/step-0009"), "9\n");
      Shoestring.Result other = here.onMachine("b").run(train("other", "--restore", "1/1")).good();
      assertThat(begunAfter(other)).isEqualTo(7);
      assertThat(other.err()).contains("other-set-aside-1");
      assertThat(folder.resolve("other-set-aside-1/step-0009")).exists();

      Shoestring.Result anew = here.onMachine("b").run(train("third", "--from-scratch")).good();
      assertThat(begunAfter(anew)).isZero();
      assertThat(anew.err()).contains("attempt 3 starts from nothing");
    }
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
