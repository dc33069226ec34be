package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.TrainingState;
import org.shoestring.train.curve.CurveReader;

/** What it takes to tell how far a training is: as much after weeks as after minutes. */
@Timeout(60)
class StatusRequestsTest {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CheckpointBench bench;

  StatusRequestsTest(@TempDir Path folder) {
    this.bench =
        new CheckpointBench(
            folder,
            new ForwardingStore(new LocalStore(folder.resolve("store"))) {
              @Override
              public InputStream open(String name) throws IOException {
                requests.add(name.replaceFirst("-[0-9a-f]{8}", ""));
                return super.open(name);
              }

              @Override
              public List<StoredObject> list(String prefix) throws IOException {
                requests.add("list " + prefix);
                return super.list(prefix);
              }
            });
  }

  private String status() throws IOException {
    return TrainingState.text(CurveReader.of(bench.curve), bench.storage, Instant.now())
        .orElseThrow();
  }

  @Test
  void text_longCurve_readsNoneOfItBeforeTheCheckpoint() throws Exception {
    for (int step = 1; step <= 12; step++) {
      bench.print(1, step + " loss 2"); // Each time a piece.
    }
    bench.attempt("a", "step-10", "step-11");
    requests.clear();

    assertThat(status())
        .startsWith("step 12 · loss 2; checkpoint 1/2 (step-11) saved ")
        .endsWith("; attempt 1 started from nothing and failed");
    assertThat(requests)
        .containsExactlyInAnyOrder(
            "list curve/",
            "curve/000001/_newest.tsv",
            "list run/",
            "run/000001/000001.tsv",
            "run/000001/000002.tsv",
            "curve/000001/000012.tsv", // The newest loss is of a later step.
            "curve/000001/000011.tsv",
            "list run/",
            "run/attempts/000001",
            "run/000001/_restored.tsv",
            "run/000001/_ended.tsv");
  }

  @Test
  void text_newestTurnedOutBad_namesTheOneBefore() throws Exception {
    bench.print(1, "10 loss 2", "11 loss nan", "12 loss 2");
    bench.attempt("a", "step-10", "step-11");

    assertThat(status())
        .contains("; checkpoint 1/1 (step-10) saved ", "; the newest, 1/2, has a bad loss; ");
  }

  @Test
  void text_allAreBad_namesTheNewest() throws Exception {
    bench.print(1, "10 loss nan", "11 loss nan");
    bench.attempt("a", "step-10", "step-11");

    assertThat(status()).contains("; checkpoint 1/2 (step-11) saved ", "; it has a bad loss; ");
  }
}
