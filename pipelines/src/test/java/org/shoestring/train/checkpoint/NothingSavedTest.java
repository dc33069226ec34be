package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.preset.Presets;

/** What is said of a trainer that has saved nothing after an hour, or at its end. */
@Timeout(60)
class NothingSavedTest {
  private static final Duration HOUR = Duration.ofNanos(1);
  private static final CheckpointSettings PATTERN =
      CheckpointBench.SETTINGS.with(
          Optional.of(Presets.named("--preset", "files:pattern=step-*")), Optional.empty());
  private static final CheckpointSettings UNNAMED =
      CheckpointBench.SETTINGS.with(Optional.empty(), Optional.empty());

  private final CheckpointBench bench;
  private String empty = "";
  private String unmatched = "";

  NothingSavedTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  @BeforeEach
  void expectTexts() {
    Path folder = bench.checkpoints("a");
    empty =
        "no checkpoint was saved, because there is no file in "
            + folder
            + "; check that the command writes its checkpoints to {checkpoints}, which is that"
            + " folder; or, with train, name the folder that it writes to: --local DIR";
    unmatched =
        "nothing in "
            + folder
            + " is saved, because 'model-1' is no checkpoint for the preset files; say which files"
            + " are checkpoints: 'checkpoints: files:pattern=NAMES' in a stage, --preset"
            + " files:pattern=NAMES of train; or name another preset";
  }

  /** Counts looks, and what is saved. */
  private static final class Looks implements TrainingCheckpoints.Listener {
    final CountDownLatch three = new CountDownLatch(3);
    final CountDownLatch saved = new CountDownLatch(1);

    @Override
    public void looked() {
      three.countDown();
    }

    @Override
    public void saved(Checkpoint checkpoint) {
      saved.countDown();
    }
  }

  private void looksThrice(CheckpointSettings settings, Duration hour, String... names)
      throws IOException, InterruptedException {
    try (TrainingCheckpoints attempt = bench.begin("a", settings)) {
      for (String name : names) {
        bench.write("a", name, "content");
      }
      Looks looks = new Looks();
      attempt.watch(looks, hour);
      looks.three.await();
    }
  }

  private void endsWell(CheckpointSettings settings, String... names)
      throws IOException, InterruptedException {
    try (TrainingCheckpoints attempt = bench.begin("a", settings)) {
      attempt.watch(new Looks());
      for (String name : names) {
        bench.write("a", name, "content");
      }
      attempt.endWell();
      attempt.tellNothingThere();
    }
  }

  @Test
  void watch_noFileAfterTheHour_isSaidOnceWithTheCure() throws Exception {
    looksThrice(UNNAMED, HOUR);

    assertThat(bench.remarks).containsExactly(empty);
  }

  @Test
  void watch_noMatchAfterTheHour_isSaidOnceWithTheCure() throws Exception {
    looksThrice(PATTERN, HOUR, "model-1");

    assertThat(bench.remarks).containsExactly(unmatched);
  }

  @Test
  void watch_beforeTheHour_saysNothing() throws Exception {
    looksThrice(PATTERN, SavingThread.UNSAVED);
    looksThrice(PATTERN, SavingThread.UNSAVED, "model-1");

    assertThat(bench.remarks).isEmpty();
  }

  @Test
  void endWell_noFileThoughPresetOrKeepIsGiven_isSaidWithTheCure() throws Exception {
    endsWell(PATTERN);
    assertThat(bench.remarks).containsExactly(empty);

    bench.remarks.clear();
    endsWell(UNNAMED.with(Optional.empty(), Optional.of(Retention.DEFAULT)));
    assertThat(bench.remarks).containsExactly(empty);
  }

  @Test
  void endWell_noFileAndNothingIsGiven_saysNothing() throws Exception {
    endsWell(UNNAMED);

    assertThat(bench.remarks).isEmpty();
  }

  @Test
  void endWell_noMatch_isSaidOnceWithTheCure() throws Exception {
    endsWell(PATTERN, "model-1");

    assertThat(bench.remarks).containsExactly(unmatched);
  }

  /** A trainer may remove its checkpoints at its end. */
  @Test
  void endWell_oneWasSavedAndRemoved_saysNothing() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a", PATTERN)) {
      Looks looks = new Looks();
      attempt.watch(looks);
      bench.write("a", "step-1", "content");
      looks.saved.await();
      Files.delete(bench.checkpoints("a").resolve("step-1"));
      attempt.endWell();
      attempt.tellNothingThere();
    }

    assertThat(bench.remarks).isEmpty();
  }

  /** The trainer may write elsewhere. */
  @Test
  void watch_onlyWhatWasRestoredAfterTheHour_isSaidWithTheCure() throws Exception {
    bench.attempt("b", "step-1");
    looksThrice(CheckpointBench.SETTINGS, HOUR);

    assertThat(bench.remarks).containsExactly(nothingNew());
  }

  @Test
  void endWell_onlyWhatWasRestored_isSaidAsWhatMayBeRight() throws Exception {
    bench.attempt("b", "step-1");
    endsWell(CheckpointBench.SETTINGS);

    assertThat(bench.remarks)
        .containsExactly(nothingNew() + ". If the training was complete already, all is well");
  }

  /** It is of no use after the end, and so not saved. */
  @Test
  void endWell_oneIsNew_saysNothing() throws Exception {
    bench.attempt("b", "step-1");
    endsWell(CheckpointBench.SETTINGS, "step-2");

    assertThat(bench.remarks).isEmpty();
  }

  private String nothingNew() throws IOException {
    return "no new checkpoint was saved, because only those that were there before the command"
        + " started are in "
        + bench.checkpoints("a").toRealPath()
        + "; check that the command writes its checkpoints to {checkpoints}, which is that folder;"
        + " or, with train, name the folder that it writes to: --local DIR";
  }
}
