package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Interrupts;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.storage.Checkpoint;

/** What is sent again when a checkpoint could not be saved at once. */
@Timeout(60)
class RepeatedUploadTest {
  private static final int FILES = 8;

  /** A store that fails once, for one file, when all the others are there. */
  private static final class OnceFailingStore extends ForwardingStore {
    private static final String FAILING = "/part-3";

    /** How often each file was sent, by its name. */
    final Map<String, Integer> sends = new ConcurrentHashMap<>();

    private final CountDownLatch others = new CountDownLatch(FILES - 1);
    private final AtomicBoolean failed = new AtomicBoolean();

    OnceFailingStore(ObjectStore store) {
      super(store);
    }

    @Override
    public void put(String name, Path spool) throws IOException {
      if (!name.contains("/_files/")) {
        super.put(name, spool);
        return;
      }
      int unused = sends.merge(name.replaceFirst(".*/", ""), 1, Integer::sum);
      if (name.endsWith(FAILING) && !failed.getAndSet(true)) {
        awaitOthers();
        throw new IOException("refused");
      }
      super.put(name, spool);
      others.countDown();
    }

    private void awaitOthers() throws IOException {
      try {
        others.await();
      } catch (InterruptedException e) {
        throw Interrupts.stopped("stopped", e);
      }
    }
  }

  @Test
  void save_oneOfEightFilesFailedBefore_sendsOnlyThatOneAgain(@TempDir Path folder)
      throws Exception {
    OnceFailingStore store = new OnceFailingStore(new LocalStore(folder.resolve("store")));
    CheckpointBench bench = new CheckpointBench(folder, store);
    LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    Map<String, Integer> expected = new TreeMap<>();
    Path parts = Files.createDirectories(folder.resolve("parts"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(parts.resolve("part-" + i), "content " + i + "\nend\n");
      expected.put("part-" + i, i == 3 ? 2 : 1);
    }
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(
          new Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      Files.move(parts, bench.checkpoints("a").resolve("step-1"));

      assertThat(saved.take()).isEqualTo("step-1");
    }
    assertThat(store.sends).isEqualTo(expected);
    assertThat(bench.remarks.get(0)).startsWith("a checkpoint cannot be saved now (refused)");
    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("(step-1, saved on a)");
    assertThat(bench.checkpoints("b").resolve("step-1/part-3")).hasContent("content 3\nend");
  }
}
