package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/** What an attempt finds in its folder, whoever saved it, and what it leaves for the next. */
@Timeout(60)
class TrainingCheckpointsTest {
  private final CheckpointBench bench;

  TrainingCheckpointsTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  /** An attempt whose trainer writes these and fails. */
  private void attempt(String machine, String... names) throws Exception {
    bench.attempt(machine, names);
  }

  private void attempt(String machine, int exitCode, String... names) throws Exception {
    bench.attempt(machine, CheckpointBench.SETTINGS, exitCode, names);
  }

  private String begins(String machine) throws Exception {
    return bench.begins(machine, CheckpointBench.SETTINGS);
  }

  @Test
  void begin_nothingStored_startsFromNothing() throws Exception {
    assertThat(begins("a")).isEqualTo("attempt 1 starts from nothing");
    assertThat(bench.local("a")).isEmpty();
  }

  @Test
  void begin_checkpointsOfAnotherMachine_continuesFromTheNewest() throws Exception {
    attempt("a", "step-9", "step-10");

    assertThat(begins("b"))
        .isEqualTo("attempt 2 continues from checkpoint 1/2 (step-10, saved on a)");
    assertThat(bench.local("b")).isEqualTo(Map.of("step-10", "step-10 on a"));
    assertThat(bench.stored()).containsExactly("1/1 step-9", "1/2 step-10");
  }

  @Test
  void begin_laterAttemptWithLowerSteps_isTheNewest() throws Exception {
    attempt("a", "step-50");
    try (TrainingCheckpoints again =
        bench.begin("b", CheckpointBench.settings(Optional.empty(), true))) {
      assertThat(again.beginning()).isEqualTo("attempt 2 starts from nothing");
      again.watch(new Listener() {});
      bench.write("b", "step-3", "anew");
      again.endFailed(true, "exit code 1");
    }

    assertThat(begins("c"))
        .isEqualTo("attempt 3 continues from checkpoint 2/1 (step-3, saved on b)");
    assertThat(bench.local("c")).isEqualTo(Map.of("step-3", "anew"));
  }

  @Test
  void begin_kindsWithoutSteps_comeAlong() throws Exception {
    attempt("a", "step-1", "best", "step-2", "best");

    assertThat(begins("b")).contains("continues from checkpoint 1/3 (step-2, saved on a)");
    assertThat(bench.local("b")).isEqualTo(Map.of("step-2", "step-2 on a", "best", "best on a"));
    assertThat(bench.checkpoints("b").resolve("step-2"))
        .satisfies(
            newest ->
                assertThat(Files.getLastModifiedTime(newest))
                    .isGreaterThanOrEqualTo(
                        Files.getLastModifiedTime(bench.checkpoints("b").resolve("best"))));
  }

  @Test
  void begin_completeLeftovers_becomeTheFirstCheckpoint() throws Exception {
    attempt("a", "step-1");
    bench.write("a", "step-2", "after the kill");
    Files.writeString(bench.checkpoints("a").resolve("step-3"), "torn");

    assertThat(begins("a")).startsWith("attempt 2 continues from checkpoint 2/1 (step-2, saved");
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2");
    assertThat(bench.local("a"))
        .isEqualTo(Map.of("step-1", "step-1 on a", "step-2", "after the kill"));
    assertThat(bench.remarks)
        .containsExactly(
            "step-3 was not complete when its trainer ended (it has no end), and was moved to "
                + bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1"));
    assertThat(bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1/step-3"))
        .hasContent("torn");
  }

  @Test
  void begin_leftoversThatAreStored_areNotSentAgain() throws Exception {
    attempt("a", "step-1", "step-2");

    assertThat(begins("a")).startsWith("attempt 2 continues from checkpoint 1/2 (step-2, saved");
    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2");
  }

  @Test
  void begin_leftoversAfterAnotherMachineWorked_areSetAsideAndNamed() throws Exception {
    attempt("a", "step-1");
    bench.write("a", "step-2", "only here");
    attempt("b", "step-4");

    assertThat(begins("a"))
        .isEqualTo("attempt 3 continues from checkpoint 2/1 (step-4, saved on b)");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-4", "step-4 on b"));
    Path aside = bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1");
    assertThat(aside.resolve("step-2")).hasContent("only here\nend");
    assertThat(bench.remarks)
        .containsExactly(
            "what lay in "
                + bench.checkpoints("a")
                + " is not what the training continues from, and was moved to "
                + aside);
  }

  @Test
  void begin_attemptsHereThatEndedBeforeTheyWereReady_leaveLeftoversAsTheyAre() throws Exception {
    attempt("a", "step-1");
    bench.write("a", "step-2", "only here");
    LocalCheckpoints local =
        new LocalCheckpoints(bench.checkpoints("a"), bench.folder.resolve("a").resolve("scratch"));
    Attempt killed = Attempt.begin(bench.storage, "a");
    local.write(local.with(killed.folder()));

    assertThat(begins("a")).startsWith("attempt 3 continues from checkpoint 3/1 (step-2, saved");
  }

  /** Another machine has worked since, whatever starts here came to nothing meanwhile. */
  @Test
  void begin_leftoversAfterAStartThatFailed_areSetAside() throws Exception {
    attempt("a", "best");
    bench.write("a", "best", "old, and only here");
    attempt("b", "best");
    bench.store.replace(
        bench.storage.object(bench.storage.list().checkpoints().get(1).object()),
        "damaged\n".getBytes(StandardCharsets.UTF_8));
    var missing = new CheckpointSettings.Wanted(9, 9);
    assertThatThrownBy(
            () -> bench.begin("a", CheckpointBench.settings(Optional.of(missing), false)))
        .isInstanceOf(UsageException.class);

    assertThat(begins("a")).contains("continues from checkpoint 1/1 (best, saved on a)");
    assertThat(bench.local("a")).isEqualTo(Map.of("best", "best on a"));
  }

  @Test
  void begin_newestDamaged_usesTheOneBeforeAndSaysSo() throws Exception {
    attempt("a", "step-1", "step-2", "step-3");
    bench.store.replace(bench.object("1/3"), "other".getBytes(StandardCharsets.UTF_8));
    bench.store.delete(bench.object("1/2"));

    assertThat(begins("b"))
        .isEqualTo("attempt 2 continues from checkpoint 1/1 (step-1, saved on a)");
    assertThat(bench.local("b")).isEqualTo(Map.of("step-1", "step-1 on a"));
    assertThat(bench.remarks)
        .containsExactly(
            "checkpoint 1/3 cannot be restored: "
                + bench.store.location()
                + "/"
                + bench.object("1/3")
                + " was altered: its bytes do not have the hash that was recorded; checkpoint 1/1"
                + " is used instead",
            "checkpoint 1/2 cannot be restored: "
                + bench.store.location()
                + "/"
                + bench.object("1/2")
                + " is missing; checkpoint 1/1 is used instead");
  }

  @Test
  void begin_alteredManifest_isPassedOver() throws Exception {
    attempt("a", "step-1", "step-2");
    String manifest = bench.storage.object(bench.storage.list().checkpoints().get(1).object());
    bench.store.replace(manifest, "shoestring\t1\nname\tx\n".getBytes(StandardCharsets.UTF_8));

    assertThat(begins("b")).contains("continues from checkpoint 1/1 (step-1");
    assertThat(bench.remarks)
        .singleElement()
        .asString()
        .startsWith("checkpoint 1/2: " + bench.store.location() + "/" + manifest + ":2: a line is")
        .endsWith("; checkpoint 1/1 is used instead");
  }

  @Test
  void begin_allDamaged_failsAndNamesThem() throws Exception {
    attempt("a", "step-1", "step-2");
    bench.store.delete(bench.object("1/1"));
    bench.store.delete(bench.object("1/2"));

    assertThatThrownBy(() -> begins("b"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there are checkpoints, but none can be restored: checkpoint 1/2")
        .hasMessageContaining("; checkpoint 1/1 cannot be restored: ")
        .hasMessageEndingWith("Repair them, or start from nothing with --from-scratch")
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    try (TrainingCheckpoints again =
        bench.begin("b", CheckpointBench.settings(Optional.empty(), true))) {
      assertThat(again.beginning()).endsWith("starts from nothing");
    }
  }

  @Test
  void begin_allWithAStepDamaged_usesOneWithoutAndSaysSo() throws Exception {
    attempt("a", "step-1", "last", "step-2");
    bench.store.delete(bench.object("1/1"));
    bench.store.delete(bench.object("1/3"));

    assertThat(begins("b")).isEqualTo("attempt 2 continues from checkpoint 1/2 (last, saved on a)");
    assertThat(bench.local("b")).isEqualTo(Map.of("last", "last on a"));
    assertThat(bench.remarks)
        .hasSize(2)
        .allMatch(
            said ->
                said.endsWith(
                    "; checkpoint 1/2 (last), whose name tells no step, is used instead"));
  }

  @Test
  void begin_chosenByHand_isRestored() throws Exception {
    attempt("a", "step-1", "step-2");
    var second = new CheckpointSettings.Wanted(1, 1);
    try (TrainingCheckpoints attempt =
        bench.begin("a", CheckpointBench.settings(Optional.of(second), false))) {
      assertThat(attempt.beginning())
          .contains("continues from checkpoint 1/1 (step-1, saved on a)");
    }
    assertThat(bench.local("a")).isEqualTo(Map.of("step-1", "step-1 on a"));

    var missing = new CheckpointSettings.Wanted(1, 7);
    assertThatThrownBy(
            () -> bench.begin("a", CheckpointBench.settings(Optional.of(missing), false)))
        .isInstanceOf(UsageException.class)
        .hasMessage("--restore 1/7: there is no such checkpoint; there are 1/1, 1/2");
  }

  @Test
  void begin_twoFailuresAfterTheSameCheckpoint_goesBackOneAndThenAgainToTheNewest()
      throws Exception {
    attempt("a", "step-1", "step-2");
    attempt("b");
    attempt("c");

    assertThat(begins("d")).startsWith("attempt 4 continues from checkpoint 1/1 (step-1");
    assertThat(bench.remarks)
        .containsExactly(
            "checkpoint 1/2 is not used this time: the command failed twice after it,"
                + " without saving another checkpoint");
    assertThat(begins("e")).startsWith("attempt 5 continues from checkpoint 1/2 (step-2");
    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2");
  }

  @Test
  void begin_attemptsThatWereKilled_areNoReasonToGoBack() throws Exception {
    attempt("a", "step-1", "step-2");
    attempt("b", 137);
    attempt("c", 137);
    attempt("d");

    assertThat(begins("e")).startsWith("attempt 5 continues from checkpoint 1/2 (step-2");
  }

  @Test
  void saved_manyCheckpoints_lastThreeStayAndTheOneThatWasResumedFrom() throws Exception {
    attempt("a", "step-1");
    attempt("b", "step-2", "step-3", "step-4", "step-5");
    assertThat(bench.stored())
        .containsExactly("1/1 step-1", "2/2 step-3", "2/3 step-4", "2/4 step-5")
        .as("their files")
        .hasSize((int) bench.files());

    attempt("c", "step-6");
    assertThat(bench.stored())
        .containsExactly("2/3 step-4", "2/4 step-5", "3/1 step-6")
        .as("their files")
        .hasSize((int) bench.files());
  }

  /** A trainer that keeps the last two removes a folder file by file. */
  @Test
  void watch_folderThatIsBeingRemoved_isNotSavedAgain() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      BlockingQueue<String> saved = new LinkedBlockingQueue<>();
      attempt.watch(
          new Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      Path first = bench.checkpoints("a").resolve("step-1");
      Path part = Files.createDirectories(bench.folder.resolve("part"));
      Files.writeString(part.resolve("model"), "one\nend\n");
      Files.writeString(part.resolve("optimizer"), "two\nend\n");
      Files.move(part, first);
      assertThat(saved.take()).isEqualTo("step-1");
      bench.write("a", "step-2", "later");
      assertThat(saved.take()).isEqualTo("step-2");
      Files.delete(first.resolve("model"));
      attempt.endFailed(true, "exit code 1");

      assertThat(saved).isEmpty();
    }
    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2");
    assertThat(begins("b")).contains("continues from checkpoint 1/2 (step-2");
  }

  @Test
  void watch_laterAttempt_endsTheEarlierOneWithoutDeletingAnything() throws Exception {
    try (TrainingCheckpoints zombie =
        bench.begin("a", CheckpointBench.settings(Optional.empty(), false))) {
      var superseded = new CompletableFuture<String>();
      zombie.watch(
          new Listener() {
            @Override
            public void superseded(String by) {
              superseded.complete(by);
            }
          });
      attempt("b", "step-1", "step-2");
      bench.write("a", "step-9", "too late");

      assertThat(superseded.get()).isEqualTo("attempt 2 on b has taken over");
    }
    assertThat(bench.stored()).containsExactly("2/1 step-1", "2/2 step-2");
    assertThat(begins("c")).contains("continues from checkpoint 2/2 (step-2");
  }

  @Test
  void begin_manifestOfAZombieThatCameLater_changesNothing() throws Exception {
    Attempt zombie = Attempt.begin(bench.storage, "a");
    attempt("b", "step-1");
    Checkpoint late =
        new Checkpoint(
            new CheckpointId(zombie.folder(), 1),
            "lines",
            "step-99",
            OptionalLong.of(99),
            new TreeMap<>(),
            false,
            List.of(new StoredFile("step-99", 1, "0".repeat(64))));
    assertThat(
            bench.store.create(
                bench.storage.object(late.id().object()),
                late.text().getBytes(StandardCharsets.UTF_8)))
        .isTrue();

    assertThat(begins("c")).contains("continues from checkpoint 2/1 (step-1");
  }
}
