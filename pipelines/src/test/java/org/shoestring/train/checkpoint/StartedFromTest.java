package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.storage.CheckpointId;

/** Checkpoints of a training that another one starts from. */
@Timeout(60)
class StartedFromTest {
  private final CheckpointBench bench;

  StartedFromTest(@TempDir Path folder) {
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  @Test
  void prune_anotherTrainingStartsFromOne_staysAsLongAsThatIsSo() throws Exception {
    bench.attempt("a", "step-1", "step-2");
    Set<CheckpointId> starts = ConcurrentHashMap.newKeySet();
    starts.add(bench.storage.list().checkpoints().get(0));
    CheckpointSettings settings =
        CheckpointBench.keeping(new Retention(1, 0, Optional.empty(), false, 0))
            .among(Optional.empty(), () -> Set.copyOf(starts));
    bench.attempt("a", settings, 1, "step-3", "step-4");
    assertThat(bench.stored()).contains("1/1 step-1").doesNotContain("2/1 step-3");

    starts.clear();
    bench.attempt("a", settings, 1, "step-5", "step-6");
    assertThat(bench.stored()).doesNotContain("1/1 step-1");
  }
}
