package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FileIdentity;
import org.shoestring.store.local.LocalStore;
import org.shoestring.train.checkpoint.TrainingCheckpoints.Listener;
import org.shoestring.train.checkpoint.local.Reflink;
import org.shoestring.train.checkpoint.local.Snapshot;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * A trainer that overwrites its checkpoint while it is being copied. A pipe among the files makes
 * the copy wait after the first file, until the trainer has done so.
 */
@Timeout(60)
class OverwrittenCheckpointTest {
  private static final FoundCheckpoint FOUND =
      new FoundCheckpoint(
          "step-1",
          List.of("step-1/1-model", "step-1/2-pipe", "step-1/3-optimizer"),
          List.of("step-1/2-pipe"),
          OptionalLong.of(1),
          Optional.empty());

  private final Path folder;
  private final CheckpointBench bench;

  OverwrittenCheckpointTest(@TempDir Path folder) {
    this.folder = folder;
    this.bench = new CheckpointBench(folder, new LocalStore(folder.resolve("store")));
  }

  @BeforeEach
  void needPipes() throws Exception {
    Path file = Files.writeString(folder.resolve("shared"), "content");
    assumeThat(Reflink.copy(file, folder.resolve("copy"))).as("a copy takes no time").isFalse();
    assumeThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .as("mkfifo")
        .isZero();
  }

  /** What a trainer does. */
  private interface Action {
    void run() throws IOException;
  }

  /** A trainer's checkpoint, with the pipe, beside the place where it is to appear. */
  private Path checkpoint() throws IOException {
    Path step = Files.createDirectories(folder.resolve("part"));
    Files.writeString(step.resolve("1-model"), "old");
    Files.move(folder.resolve("pipe"), step.resolve("2-pipe"));
    Files.writeString(step.resolve("3-optimizer"), "old");
    return step;
  }

  /** Does something as soon as a copy waits at the pipe, and lets it go on then. */
  private static void passPipe(Path step, Action meanwhile) throws IOException {
    try (OutputStream pipe =
        Files.newOutputStream(step.resolve("2-pipe"), StandardOpenOption.WRITE)) {
      meanwhile.run();
    }
  }

  /** Runs beside the test, and is left behind if nothing ever reads the pipe. */
  private static CompletableFuture<Boolean> beside(Action action) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
                done.complete(true);
              } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  /** Takes a copy of the checkpoint, while something happens to it. */
  private Optional<Snapshot> takeWhile(Action meanwhile) throws Exception {
    Path step = step();
    Files.move(checkpoint(), step);
    awaitLaterTime(step.resolve("1-model"));
    CompletableFuture<Boolean> trainer = beside(() -> passPipe(step, meanwhile));
    Optional<Snapshot> taken = Snapshot.take(folder.resolve("output"), FOUND, copies());
    assertThat(trainer.get()).isTrue();
    return taken;
  }

  private Path step() throws IOException {
    return Files.createDirectories(folder.resolve("output")).resolve("step-1");
  }

  private Path copies() {
    return folder.resolve("copies");
  }

  /** Waits until the file system gives a change another time than the last one of a file. */
  private void awaitLaterTime(Path file) throws IOException {
    Path other = folder.resolve("time");
    do {
      Files.writeString(other, "now");
    } while (!FileIdentity.of(other).changed().isAfter(FileIdentity.of(file).changed()));
  }

  @Test
  void take_nothingHappensMeanwhile_copiesAllFiles() throws Exception {
    Optional<Snapshot> taken = takeWhile(() -> {});

    assertThat(taken).isPresent();
    assertThat(copies().resolve("step-1/1-model")).hasContent("old");
    assertThat(copies().resolve("step-1/3-optimizer")).hasContent("old");
  }

  /** As {@code torch.save} does. */
  @Test
  void take_copiedFileIsOverwrittenInPlace_isEmpty() throws Exception {
    Path model = step().resolve("1-model");

    assertThat(takeWhile(() -> Files.writeString(model, "new"))).isEmpty();
    assertThat(model).hasContent("new");
    assertThat(copies()).doesNotExist();
  }

  @Test
  void take_copiedFileIsReplacedByOneOfTheSameSizeAndTime_isEmpty() throws Exception {
    Path model = step().resolve("1-model");
    Path other = Files.writeString(folder.resolve("other"), "new");

    Optional<Snapshot> taken =
        takeWhile(
            () -> {
              Files.setLastModifiedTime(other, Files.getLastModifiedTime(model));
              Files.move(other, model, StandardCopyOption.REPLACE_EXISTING);
            });

    assertThat(taken).isEmpty();
    assertThat(model).hasContent("new");
    assertThat(copies()).doesNotExist();
  }

  @Test
  void take_copiedFileIsRemoved_isEmpty() throws Exception {
    Path model = step().resolve("1-model");

    assertThat(takeWhile(() -> Files.delete(model))).isEmpty();
    assertThat(copies()).doesNotExist();
  }

  @Test
  void take_fileIsRemovedBeforeItIsCopied_isEmpty() throws Exception {
    Path optimizer = step().resolve("3-optimizer");

    assertThat(takeWhile(() -> Files.delete(optimizer))).isEmpty();
    assertThat(copies()).doesNotExist();
  }

  /** Takes every content for complete, so that only the comparison tells a mixture. */
  private static final class TrustingPreset implements CheckpointPreset {
    @Override
    public String name() {
      return "trusting";
    }

    @Override
    public String summary() {
      return "any content";
    }

    @Override
    public Optional<String> evidence(FolderFiles files) {
      return Optional.empty();
    }

    @Override
    public List<FoundCheckpoint> find(FolderFiles files) {
      return files.files().keySet().containsAll(FOUND.own()) ? List.of(FOUND) : List.of();
    }

    @Override
    public Optional<String> fault(Path where, FoundCheckpoint found) {
      return Optional.empty();
    }
  }

  @Test
  void watch_overwrittenWhileItIsCopied_savesTheNewContentAlone() throws Exception {
    CheckpointSettings settings =
        CheckpointBench.SETTINGS.with(Optional.of(new TrustingPreset()), Optional.empty());
    LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();
    Semaphore looks = new Semaphore(0);
    Path step = bench.checkpoints("a").resolve("step-1");
    Action overwrite =
        () -> {
          int unused = looks.drainPermits();
          Files.writeString(step.resolve("1-model"), "new");
          Files.writeString(step.resolve("3-optimizer"), "new");
        };
    CompletableFuture<Boolean> trainer;
    try (TrainingCheckpoints attempt = bench.begin("a", settings)) {
      attempt.watch(
          new Listener() {
            @Override
            public void saved(Checkpoint checkpoint) {
              saved.add(checkpoint.name());
            }

            @Override
            public void looked() {
              looks.release();
            }
          });
      Path part = checkpoint();
      awaitLaterTime(part.resolve("3-optimizer"));
      Files.move(part, step);
      trainer =
          beside(
              () -> {
                passPipe(step, overwrite);
                looks.acquireUninterruptibly(); // That copy has ended.
                passPipe(step, () -> {});
              });
      assertThat(saved.take()).isEqualTo("step-1");
      assertThat(trainer.get()).isTrue();
    }

    assertThat(bench.begins("b", settings)).contains("checkpoint 1/1 (step-1, saved on a)");
    assertThat(bench.checkpoints("b").resolve("step-1/1-model")).hasContent("new");
    assertThat(bench.checkpoints("b").resolve("step-1/3-optimizer")).hasContent("new");
  }
}
