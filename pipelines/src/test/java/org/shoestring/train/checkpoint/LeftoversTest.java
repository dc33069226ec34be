package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.storage.Attempt;

/** What an earlier attempt on the same machine has left in its folder, and did not save. */
@Timeout(60)
class LeftoversTest {
  private final CheckpointBench bench;

  LeftoversTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  private String begins() throws Exception {
    return bench.begins("a", CheckpointBench.SETTINGS);
  }

  private static CheckpointSettings restoring(int attempt, int sequence) {
    return CheckpointBench.settings(
        Optional.of(new CheckpointSettings.Wanted(attempt, sequence)), false);
  }

  @Test
  void begin_leftoverWithABadLoss_isSavedButNotContinuedFrom() throws Exception {
    bench.attempt("a", "step-1");
    bench.write("a", "step-2", "poisoned");
    bench.print(1, "1 loss 0.5", "2 loss nan");

    assertThat(begins()).startsWith("attempt 2 continues from checkpoint 1/1 (step-1, saved");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-1", "step-1 on a"));
    Path aside = bench.checkpoints("a").resolveSibling("checkpoints-set-aside-1");
    assertThat(aside.resolve("step-2")).hasContent("poisoned\nend");
    assertThat(bench.remarks)
        .containsExactly(
            "what lay in "
                + bench.checkpoints("a")
                + " is not what the training continues from, and was moved to "
                + aside);
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2");
    assertThat(begins()).startsWith("attempt 3 continues from checkpoint 1/1 (step-1, saved");
  }

  @Test
  void begin_leftover_hasTheValuesThatWerePrintedForIt() throws Exception {
    bench.attempt("a", "step-1");
    bench.write("a", "step-2", "evaluated");
    bench.print(1, "1 bleu 20", "2 bleu 25");

    assertThat(begins()).startsWith("attempt 2 continues from checkpoint 2/1 (step-2, saved");
    assertThat(bench.storage.read(bench.storage.list().checkpoints().get(1)).orElseThrow().values())
        .isEqualTo(Map.of("bleu", 25.0));
  }

  @Test
  void begin_leftoverBehindACheckpointChosenByHand_isNotOverthrownByLaterOnes() throws Exception {
    bench.attempt("a", "step-1", "step-2", "step-3");
    String unused = bench.begins("a", restoring(1, 1));
    bench.write("a", "step-2", "another way");

    assertThat(begins()).startsWith("attempt 3 continues from checkpoint 3/1 (step-2, saved");
    assertThat(bench.local("a"))
        .isEqualTo(Map.of("step-1", "step-1 on a", "step-2", "another way"));
  }

  @Test
  void begin_nothingNewAfterACheckpointChosenByHand_isNotMixedWithTheNewest() throws Exception {
    bench.attempt("a", "step-1", "step-2");
    String unused = bench.begins("a", restoring(1, 1));

    assertThat(begins()).startsWith("attempt 3 continues from checkpoint 1/2 (step-2, saved");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-2", "step-2 on a"));
  }

  @Test
  void begin_filesThatNobodyKnowsAndNothingStored_stayWhereTheyAre() throws Exception {
    bench.attempt("a");
    Files.writeString(bench.checkpoints("a").resolve("events"), "");
    CheckpointSettings any = CheckpointBench.SETTINGS.with(Optional.empty(), Optional.empty());

    assertThat(bench.begins("a", any)).isEqualTo("attempt 2 starts from nothing");
    assertThat(bench.local("a")).isEqualTo(Map.of("events", ""));
  }

  @Test
  void begin_everyStepIsToStay_savesAllLeftovers() throws Exception {
    CheckpointSettings all =
        CheckpointBench.keeping(new Retention(1, 0, Optional.empty(), false, 1));
    bench.attempt("a", all, 1, "step-1");
    bench.write("a", "step-2", "two");
    bench.write("a", "step-3", "three");

    assertThat(bench.begins("a", all)).contains("checkpoint 2/2 (step-3");
    assertThat(bench.stored()).containsExactly("1/1 step-1", "2/1 step-2", "2/2 step-3");
  }

  /** It took its number, and died or lost its store before it had done anything. */
  @Test
  void begin_attemptElsewhereThatDidNothing_leavesLeftoversTheNewest() throws Exception {
    bench.attempt("a", "step-1");
    bench.write("a", "step-2", "two");
    Attempt unused = Attempt.begin(bench.storage, "b");

    assertThat(begins()).startsWith("attempt 3 continues from checkpoint 3/1 (step-2, saved");
  }

  @Test
  void begin_choiceThatDoesNotExist_leavesAllAsItIs() throws Exception {
    bench.attempt("a", "step-1");
    bench.write("a", "step-2", "two");

    assertThatThrownBy(() -> bench.begins("a", restoring(9, 9)))
        .hasMessage("--restore 9/9: there is no such checkpoint; there are 1/1");
    assertThat(begins()).startsWith("attempt 2 continues from checkpoint 2/1 (step-2, saved");
  }

  /** Trainers take the folder with the highest number for their newest checkpoint. */
  @Test
  void begin_leftoverIsATornFolder_leavesNoEmptyOne() throws Exception {
    bench.attempt("a", "step-1");
    Path torn = Files.createDirectories(bench.checkpoints("a").resolve("step-2/state"));
    Files.writeString(torn.resolve("part"), "torn");

    assertThat(begins()).contains("continues from checkpoint 1/1");
    assertThat(bench.local("a")).isEqualTo(Map.of("step-1", "step-1 on a"));
  }
}
