package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;

/**
 * An earlier attempt that does not know of this one yet saves another checkpoint and removes the
 * one before it, which is just being read here.
 */
@Timeout(60)
class VanishingCheckpointTest {
  private final PrunedStore store;
  private final CheckpointBench bench;

  VanishingCheckpointTest(@TempDir Path folder) {
    this.store = new PrunedStore(new LocalStore(folder.resolve("store")));
    this.bench = new CheckpointBench(folder, store);
  }

  private static boolean isFile(String name) {
    return name.contains("/_files/");
  }

  /** A store where a newer checkpoint takes the place of the newest one when that is read. */
  private static final class PrunedStore extends ForwardingStore {
    private final CheckpointStorage storage;
    private final Deque<Later> later = new ArrayDeque<>();
    private Predicate<String> read = name -> false;

    private record Later(String manifest, String content) {}

    PrunedStore(ObjectStore store) {
      super(store);
      this.storage = new CheckpointStorage(store, "run/");
    }

    /**
     * Lets all but the first checkpoints come later.
     *
     * @param first how many are there now
     * @param reading the objects on whose reading the next one takes the place of the newest
     */
    synchronized void letComeLater(int first, Predicate<String> reading) throws IOException {
      List<CheckpointId> all = storage.list().checkpoints();
      for (CheckpointId id : all.subList(first, all.size())) {
        String manifest = storage.object(id.object());
        later.add(new Later(manifest, storage.read(id).orElseThrow().text()));
        storage.store().delete(manifest);
      }
      read = reading;
    }

    @Override
    public InputStream open(String name) throws IOException {
      replaceNewest(name);
      return super.open(name);
    }

    @Override
    public InputStream openAt(String name, long offset) throws IOException {
      replaceNewest(name);
      return super.openAt(name, offset);
    }

    private synchronized void replaceNewest(String name) throws IOException {
      if (!read.test(name) || later.isEmpty()) {
        return;
      }
      Later next = later.remove();
      storage.store().replace(next.manifest(), next.content().getBytes(StandardCharsets.UTF_8));
      List<CheckpointId> all = storage.list().checkpoints();
      CheckpointId old = all.get(all.size() - 2);
      storage.store().delete(storage.object(old.object()));
      storage.store().delete(name);
    }
  }

  @Test
  void begin_chosenOneVanishesWhileItIsRead_restoresTheNewerOne() throws Exception {
    bench.attempt("a", "step-1", "step-2", "step-3");
    store.letComeLater(2, VanishingCheckpointTest::isFile);

    try (TrainingCheckpoints attempt = bench.begin("b")) {
      assertThat(attempt.beginning())
          .isEqualTo("attempt 2 continues from checkpoint 1/3 (step-3, saved on a)");
      attempt.watch(new Listener() {});
      assertThat(attempt.endStopped("SIGTERM"))
          .startsWith("checkpoint 1/3 (step-3) is on the storage");
    }
    assertThat(bench.local("b")).isEqualTo(Map.of("step-3", "step-3 on a"));
    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/3 step-3");
    assertThat(bench.remarks).isEmpty();
  }

  /** Whoever keeps one checkpoint has none but the newer one then. */
  @Test
  void begin_onlyManifestVanishesBeforeItIsRead_restoresTheNewerOne() throws Exception {
    bench.attempt("a", "step-1", "step-2");
    store.letComeLater(1, name -> name.endsWith("/000001.tsv"));

    assertThat(bench.begins("b", CheckpointBench.SETTINGS))
        .isEqualTo("attempt 2 continues from checkpoint 1/2 (step-2, saved on a)");
    assertThat(bench.local("b")).isEqualTo(Map.of("step-2", "step-2 on a"));
  }

  @Test
  void begin_eachVanishesWhileItIsRead_endsWithExitCode5() throws Exception {
    Retention many = new Retention(20, 0, Optional.empty(), false, 0);
    String[] names = new String[11];
    for (int i = 0; i < names.length; i++) {
      names[i] = "step-" + (i + 1);
    }
    bench.attempt("a", CheckpointBench.keeping(many), 1, names);
    store.letComeLater(1, VanishingCheckpointTest::isFile);

    assertThatThrownBy(() -> bench.begin("b"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            bench.storage.shown() + ": checkpoints vanish while they are read; run this again")
        .satisfies(e -> assertThat(ExitCode.of((Exception) e)).isEqualTo(5));
    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/11 (step-11");
  }

  /** The file that both have is stored once. */
  @Test
  void prune_olderOneWithAFileOfTheNewerOne_leavesThatFile() throws Exception {
    save("a", CheckpointBench.SETTINGS, "first", "second", "the third");
    store.letComeLater(2, name -> isFile(name) && name.endsWith("/model"));
    Retention one = new Retention(1, 0, Optional.empty(), false, 0);
    save("b", CheckpointBench.keeping(one), "the fourth");
    assertThat(bench.stored()).containsExactly("1/3 run", "2/1 run");

    var wanted = new CheckpointSettings.Wanted(1, 3);
    try (TrainingCheckpoints again =
        bench.begin("c", CheckpointBench.settings(Optional.of(wanted), false))) {
      assertThat(again.beginning()).contains("continues from checkpoint 1/3 (run, saved on a)");
    }
    assertThat(bench.checkpoints("c").resolve("run/model")).hasContent("the third\nend");
    assertThat(bench.checkpoints("c").resolve("run/config")).hasContent("same\nend");
  }

  /** An attempt that saves models, all with the same configuration. */
  private void save(String machine, CheckpointSettings settings, String... models)
      throws Exception {
    LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    try (TrainingCheckpoints attempt = bench.begin(machine, settings)) {
      attempt.watch(
          new Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      Path run = bench.checkpoints(machine).resolve("run");
      for (String model : models) {
        Path parts = Files.createDirectories(bench.folder.resolve("parts"));
        Files.writeString(parts.resolve("model"), model + "\nend\n");
        if (Files.exists(run)) {
          Files.move(
              parts.resolve("model"), run.resolve("model"), StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.writeString(parts.resolve("config"), "same\nend\n");
          Files.move(parts, run);
        }
        assertThat(saved.take()).isEqualTo("run");
      }
      attempt.endFailed(true, "exit code 1");
    }
  }
}
