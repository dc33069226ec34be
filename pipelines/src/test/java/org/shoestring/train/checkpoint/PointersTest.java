package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.storage.Checkpoint;

/** Files that name the newest checkpoint, and change when there is another one. */
@Timeout(60)
class PointersTest {
  private static final CheckpointSettings SETTINGS =
      CheckpointBench.SETTINGS.with(
          Optional.of(new PointedPreset(new LinesPreset())), Optional.empty());

  private final CheckpointBench bench;

  PointersTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  private void point(String machine, String name) throws Exception {
    Files.createDirectories(bench.checkpoints(machine));
    Files.writeString(bench.checkpoints(machine).resolve(PointedPreset.POINTER), name);
  }

  @Test
  void save_onlyThePointerChanged_isTheSameCheckpoint() throws Exception {
    LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
    try (TrainingCheckpoints attempt = bench.begin("a", SETTINGS)) {
      attempt.watch(
          new TrainingCheckpoints.Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }

            @Override
            public void looked() {
              looks.add(true);
            }
          });
      point("a", "step-1");
      bench.write("a", "step-1", "one");
      assertThat(saved.take()).isEqualTo("step-1");
      point("a", "step-2");
      looks.clear();
      for (int i = 0; i < 2; i++) {
        assertThat(looks.take()).isTrue();
      }
      bench.write("a", "step-2", "two");
      assertThat(saved.take()).isEqualTo("step-2");
    }

    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2");
  }

  @Test
  void begin_leftoverWhosePointerChanged_isNotSentAgain() throws Exception {
    point("a", "step-1");
    bench.attempt("a", SETTINGS, 1, "step-1");
    point("a", "step-2");

    assertThat(bench.begins("a", SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.stored()).containsExactly("1/1 step-1");
  }

  @Test
  void begin_earlierOneRestored_isPointedTo() throws Exception {
    point("a", "step-2");
    bench.attempt("a", SETTINGS, 1, "step-1", "step-2");
    CheckpointSettings earlier =
        SETTINGS.running(
            Optional.of(new CheckpointSettings.Wanted(1, 1)),
            false,
            SETTINGS.lease(),
            SETTINGS.grace());

    assertThat(bench.begins("b", earlier)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.local("b"))
        .isEqualTo(Map.of("step-1", "step-1 on a", PointedPreset.POINTER, "step-1"));
  }

  /** Else a trainer that reads the pointer would find nothing, and start from nothing. */
  @Test
  void begin_tornOneWasPointedTo_isPointedToTheOneBefore() throws Exception {
    point("a", "step-1");
    bench.attempt("a", SETTINGS, 1, "step-1");
    point("a", "step-2");
    Files.writeString(bench.checkpoints("a").resolve("step-2"), "torn\n");

    assertThat(bench.begins("a", SETTINGS)).contains("checkpoint 1/1 (step-1");
    assertThat(bench.local("a"))
        .isEqualTo(Map.of("step-1", "step-1 on a", PointedPreset.POINTER, "step-1"));
  }
}
