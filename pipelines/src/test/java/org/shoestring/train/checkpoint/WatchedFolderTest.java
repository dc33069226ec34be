package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.local.LocalCheckpoints;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;

/** What an attempt does while its trainer runs, and with folders that are not plain ones. */
@Timeout(60)
class WatchedFolderTest extends RefusingStoreFixture {
  WatchedFolderTest(@TempDir Path folder) {
    super(folder);
  }

  /** Notes what it is told. */
  private static class Noting implements Listener {
    final LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Boolean> looks = new LinkedBlockingQueue<>();
    final CompletableFuture<String> superseded = new CompletableFuture<>();

    @Override
    public void saved(Checkpoint checkpoint) {
      saved.add(checkpoint.name());
    }

    @Override
    public void looked() {
      looks.add(true);
    }

    @Override
    public void superseded(String by) {
      superseded.complete(by);
    }

    void awaitLooks(int count) throws InterruptedException {
      looks.clear();
      for (int i = 0; i < count; i++) {
        boolean unused = looks.take();
      }
    }
  }

  @Test
  void watch_nothingMeasuredSince_doesNotAskAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LinkedBlockingQueue<Long> measured = new LinkedBlockingQueue<>();
    Noting noting =
        new Noting() {
          @Override
          public Measured measured(OptionalLong step, Instant complete) {
            asked.incrementAndGet();
            return Measured.NOTHING;
          }

          @Override
          public OptionalLong takeLowestStep() {
            Long lowest = measured.poll();
            return lowest == null ? OptionalLong.empty() : OptionalLong.of(lowest);
          }
        };
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(noting);
      bench.write("a", "step-5", "five");
      assertThat(noting.saved.take()).isEqualTo("step-5");
      noting.awaitLooks(3);
      assertThat(asked).hasValue(1);

      measured.add(6L); // A later step says nothing about this one.
      noting.awaitLooks(3);
      assertThat(asked).hasValue(1);

      measured.add(5L);
      noting.awaitLooks(3);
      assertThat(asked).hasValue(2);
    }
  }

  /** A loss may be printed after its step was saved. */
  @Test
  void watch_savedOneTurnsOutBad_countsNotAmongTheLastThree() throws Exception {
    LinkedBlockingQueue<Long> bad = new LinkedBlockingQueue<>();
    Noting noting =
        new Noting() {
          @Override
          public Measured measured(OptionalLong step, Instant complete) {
            return new Measured(Measured.NOTHING.values(), bad.contains(step.orElse(-1)));
          }

          @Override
          public OptionalLong takeLowestStep() {
            return bad.isEmpty() ? OptionalLong.empty() : OptionalLong.of(3);
          }
        };
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(noting);
      for (int i = 1; i <= 3; i++) {
        bench.write("a", "step-" + i, "content");
        assertThat(noting.saved.take()).isEqualTo("step-" + i);
      }
      bad.add(3L);
      noting.awaitLooks(2);
      bench.write("a", "step-4", "content");
      assertThat(noting.saved.take()).isEqualTo("step-4");
      noting.awaitLooks(2);
    }

    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-2", "1/4 step-4");
  }

  @Test
  void saved_numberedNamesThatTellNoStep_lastThreeStay() throws Exception {
    bench.attempt("a", "epoch1", "epoch2", "epoch3", "epoch4", "epoch10");

    assertThat(bench.stored()).containsExactly("1/3 epoch3", "1/4 epoch4", "1/5 epoch10");
    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("checkpoint 1/5 (epoch10");
    assertThat(bench.local("b")).isEqualTo(Map.of("epoch10", "epoch10 on a"));
  }

  @Test
  void watch_laterAttemptDuringALongUpload_isNoticed() throws Exception {
    store.hang("/step-1");
    try (TrainingCheckpoints earlier = bench.begin("a")) {
      Noting noting = new Noting();
      earlier.watch(noting);
      bench.write("a", "step-1", "large");
      store.awaitHanging();
      String unused = bench.begins("b", CheckpointBench.SETTINGS);

      assertThat(noting.superseded.get()).isEqualTo("attempt 2 on b has taken over");
      assertThatThrownBy(() -> earlier.endStopped("SIGTERM"))
          .hasMessage("attempt 2 on b has taken over");
    }
    assertThat(bench.stored()).isEmpty();
    assertThat(bench.remarks).isEmpty();
  }

  /** The manifest may exist: if its number were taken again, it could not be made. */
  @Test
  void save_answerToTheManifestLost_takesTheNextNumber() throws Exception {
    store.loseAnswer("/000001.tsv");
    bench.attempt("a", "step-1");

    assertThat(bench.stored()).containsExactly("1/1 step-1", "1/2 step-1");
    assertThat(bench.remarks)
        .containsExactly(
            "a checkpoint cannot be saved now (no answer). The training goes on, and this is tried"
                + " again",
            "checkpoints are saved again");
  }

  @Test
  void prune_removalForbidden_savesAllAndSaysItOnce() throws Exception {
    store.forbidRemoval();
    bench.attempt("a", "step-1", "step-2", "step-3", "step-4", "step-5", "step-6");

    assertThat(bench.stored()).hasSize(6);
    assertThat(bench.remarks).containsExactly("older checkpoints cannot be removed: forbidden");
  }

  @Test
  void close_whileItLooks_waitsForTheEndOfThat() throws Exception {
    CountDownLatch within = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      attempt.watch(
          new Listener() {
            @Override
            public void looked() {
              within.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                done.set(endsSlowly());
              }
            }
          });
      within.await();
    }

    assertThat(done).isTrue();
  }

  private static boolean endsSlowly() {
    try {
      Thread.sleep(100);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void endFailed_lastOneIsTorn_isSaidOnce() throws Exception {
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      Noting noting = new Noting();
      attempt.watch(noting);
      bench.write("a", "step-1", "one");
      assertThat(noting.saved.take()).isEqualTo("step-1");
      Files.writeString(bench.checkpoints("a").resolve("step-2"), "torn");
      noting.awaitLooks(3);
      assertThat(bench.remarks).isEmpty();
      attempt.endFailed(true, "exit code 1");
    }

    assertThat(bench.remarks)
        .containsExactly(
            "'step-2' was not saved, because it is not complete as lines writes it: it has no end");
  }

  @Test
  void prune_storeOnADisk_leavesNoEmptyFolders() throws Exception {
    CheckpointBench local = new CheckpointBench(bench.folder, disk);
    local.attempt("a", "step-1", "step-2", "step-3", "step-4", "step-5");

    List<Path> empty = new ArrayList<>();
    FolderWalk.paths(
        bench.folder.resolve("store/run"),
        path -> {
          if (Files.isDirectory(path) && FolderWalk.entries(path).isEmpty()) {
            empty.add(path);
          }
        });
    assertThat(local.stored()).hasSize(3);
    assertThat(empty).isEmpty();
  }

  @Test
  void begin_folderIsALink_setsAsideBesideWhereItLeads() throws Exception {
    Path real = Files.createDirectories(bench.folder.resolve("disk/output"));
    Path link = bench.checkpoints("a");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, real);
    bench.attempt("a", "step-1");
    bench.attempt("b", "step-2");

    assertThat(bench.begins("a", CheckpointBench.SETTINGS)).contains("checkpoint 2/1 (step-2");
    assertThat(link).isSymbolicLink();
    assertThat(real.resolve("step-2")).exists();
    assertThat(bench.folder.resolve("disk/output-set-aside-1/step-1")).exists();
  }

  @Test
  void begin_folderIsNone_isRefusedWithTheCure() throws Exception {
    Path link = bench.checkpoints("a");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, bench.folder.resolve("missing"));

    assertThatThrownBy(() -> bench.begin("a"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            link
                + " is no folder, nor a link to one, but checkpoints are to be saved there; remove"
                + " it or rename it");
  }

  /** A rename does not work between disks, so that the files are copied. */
  @Test
  void move_folderToAnotherDisk_movesAllThatIsInIt() throws Exception {
    Path memory = Path.of("/dev/shm");
    assumeThat(isOtherDisk(memory)).isTrue();
    Path from = Files.createDirectories(bench.folder.resolve("from/inner"));
    Files.writeString(from.resolve("model"), "content");
    Path there = Files.createTempDirectory(memory, "shoestring-test");
    Path to = there.resolve("to");
    try {
      LocalCheckpoints.move(bench.folder.resolve("from"), to);

      assertThat(to.resolve("inner/model")).hasContent("content");
      assertThat(bench.folder.resolve("from")).doesNotExist();
    } finally {
      FolderWalk.remove(there);
    }
  }

  private boolean isOtherDisk(Path folder) throws IOException {
    return Files.isWritable(folder)
        && !Files.getFileStore(folder).equals(Files.getFileStore(bench.folder));
  }

  /** Both are found by one look; if only the newest were saved, nothing good would be. */
  @Test
  void save_newestOfSeveralIsBad_savesTheOneBeforeToo() throws Exception {
    LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    bench.write("a", "part", "two");
    bench.write("a", "other", "three");
    Path folder = bench.checkpoints("a");
    Path elsewhere = Files.createDirectories(folder.resolveSibling("elsewhere"));
    Files.move(folder.resolve("part"), elsewhere.resolve("step-2"));
    Files.move(folder.resolve("other"), elsewhere.resolve("step-3"));
    try (TrainingCheckpoints attempt = bench.begin("a")) {
      Files.move(elsewhere.resolve("step-2"), folder.resolve("step-2"));
      Files.move(elsewhere.resolve("step-3"), folder.resolve("step-3"));
      attempt.watch(
          new Listener() {
            @Override
            public Measured measured(OptionalLong step, Instant complete) {
              boolean isBad = step.equals(OptionalLong.of(3));
              return new Measured(new TreeMap<>(), isBad);
            }

            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }
          });
      assertThat(saved.take()).isEqualTo("step-3");
      assertThat(saved.take()).isEqualTo("step-2");
    }
    assertThat(bench.begins("b", CheckpointBench.SETTINGS)).contains("(step-2, saved on a)");
  }
}
