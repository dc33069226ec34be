package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;

/** Which checkpoints come along with the one that an attempt continues from. */
@Timeout(60)
class RestoredBesidesTest {
  private static final CheckpointSettings BEST =
      CheckpointBench.keeping(new Retention(9, 1, Optional.of("bleu"), true, 0));

  private final CheckpointBench bench;

  RestoredBesidesTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  private Map<String, String> restored(int attempt, int sequence) throws Exception {
    var wanted = new CheckpointSettings.Wanted(attempt, sequence);
    String unused = bench.begins("b", CheckpointBench.settings(Optional.of(wanted), false));
    return bench.local("b");
  }

  @Test
  void begin_earlierOneChosen_bringsNoOtherKindThatIsNewer() throws Exception {
    bench.attempt("a", "last", "step-1", "step-2", "last");

    assertThat(restored(1, 2)).isEqualTo(Map.of("step-1", "step-1 on a", "last", "last on a"));
    bench.store.delete(bench.object("1/1"));
    assertThat(restored(1, 2)).isEqualTo(Map.of("step-1", "step-1 on a"));
  }

  @Test
  void begin_newestStepWithALaterFileBesideIt_bringsThat() throws Exception {
    bench.attempt("a", "step-1", "last");

    assertThat(restored(1, 1)).isEqualTo(Map.of("step-1", "step-1 on a", "last", "last on a"));
  }

  @Test
  void begin_newestStepUnreadable_bringsNothingThatCameAfterIt() throws Exception {
    bench.attempt("a", "step-1", "step-2", "last");
    String manifest = bench.storage.object(bench.storage.list().checkpoints().get(1).object());
    bench.store.replace(manifest, "damaged\n".getBytes(StandardCharsets.UTF_8));

    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.local("b")).isEqualTo(Map.of("step-1", "step-1 on a"));
  }

  @Test
  void begin_fileOfAnAttemptThatBeganAnew_doesNotComeAlong() throws Exception {
    bench.attempt("a", "step-1");
    bench.attempt("b", CheckpointBench.settings(Optional.empty(), true), 1, "last");

    assertThat(bench.begins("c", CheckpointBench.SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.local("c")).isEqualTo(Map.of("step-1", "step-1 on a"));
  }

  @Test
  void begin_fileOfAnAttemptThatContinuedFromIt_comesAlong() throws Exception {
    bench.attempt("a", "step-1");
    bench.attempt("b", "last");

    assertThat(bench.begins("c", CheckpointBench.SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.local("c")).isEqualTo(Map.of("step-1", "step-1 on a", "last", "last on b"));
  }

  @Test
  void begin_kindsOfWhichNoneHasSteps_bringsTheNewestOfEach() throws Exception {
    bench.attempt("a", "best", "last");

    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/2 (last");
    assertThat(bench.local("b")).isEqualTo(Map.of("best", "best on a", "last", "last on a"));
  }

  /** The values are printed after the checkpoints are saved, by a machine that vanishes then. */
  @Test
  void begin_bestByValuesThatTheCurveTells_bringsIt() throws Exception {
    bench.attempt("a", BEST, 1, "step-1", "step-2", "step-3");
    bench.print(1, "1 bleu 20", "2 bleu 10", "3 bleu 15");

    String unused = bench.begins("b", BEST);
    assertThat(bench.local("b"))
        .isEqualTo(Map.of("step-1", "step-1 on a", "step-3", "step-3 on a"));
  }

  @Test
  void begin_bestWithABadLoss_isNotBrought() throws Exception {
    bench.attempt("a", BEST, 1, "step-1", "step-2", "step-3");
    bench.print(1, "1 bleu 20", "1 loss inf", "2 bleu 10", "2 loss 0.1", "3 bleu 5");

    String unused = bench.begins("b", BEST);
    assertThat(bench.local("b"))
        .isEqualTo(Map.of("step-2", "step-2 on a", "step-3", "step-3 on a"));
  }

  @Test
  void begin_newestIsBadAsTheCurveTells_continuesFromTheOneBefore() throws Exception {
    bench.attempt("a", "step-1", "step-2");
    bench.print(1, "1 loss 0.5", "2 loss nan");

    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/1 (step-1");
  }

  @Test
  void begin_curveThatIsDamaged_isSaidAndDoesNotHinder() throws Exception {
    bench.attempt("a", "step-1");
    bench.print(1, "1 loss nan");
    String piece = bench.store.list("curve/").get(0).name();
    bench.store.replace(piece, "damaged\n".getBytes(StandardCharsets.UTF_8));

    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.remarks)
        .singleElement()
        .asString()
        .startsWith("the learning curve does not tell which checkpoints are good: ")
        .contains(piece);
  }

  /** A trainer would continue from the highest step that it finds. */
  @Test
  void begin_bestOfALaterStepBeforeItBeganAnew_isNotBrought() throws Exception {
    bench.attempt("a", BEST, 1, "step-1", "step-5");
    bench.print(1, "1 bleu 20", "5 bleu 30");
    CheckpointSettings anew = BEST.running(Optional.empty(), true, BEST.lease(), BEST.grace());
    bench.attempt("b", anew, 1, "step-2");

    assertThat(bench.begins("c", BEST)).contains("checkpoint 2/1 (step-2");
    assertThat(bench.local("c")).isEqualTo(Map.of("step-2", "step-2 on b"));
  }
}
