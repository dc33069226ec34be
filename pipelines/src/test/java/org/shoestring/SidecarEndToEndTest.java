package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's own training command beside {@code shoestring train}, on machines that share S3. */
@Timeout(300)
class SidecarEndToEndTest extends SidecarFixture {
  SidecarEndToEndTest(@TempDir Path folder) throws IOException {
    super(folder);
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
          .contains("asked for a stop: the command has 30 s to save a checkpoint")
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
}
