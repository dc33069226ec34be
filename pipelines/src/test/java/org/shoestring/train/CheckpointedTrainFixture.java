package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.shoestring.SavedNames;
import org.shoestring.files.FolderWalk;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.checkpoint.Retention;

/** Training commands as real processes that save checkpoints, on machines that are folders. */
abstract class CheckpointedTrainFixture {
  final TrainBench bench;

  CheckpointedTrainFixture(Path folder) {
    this.bench = new TrainBench(folder);
  }

  /** Runs a command on a machine, which is a folder for its work. */
  final boolean run(String machine, String text) throws Exception {
    return run(machine, text, Duration.ofSeconds(20));
  }

  final boolean run(String machine, String text, Duration grace) throws Exception {
    return run(machine, text, grace, Optional.empty());
  }

  final boolean run(String machine, String text, Duration grace, Optional<Retention> keep)
      throws Exception {
    return bench.run(train(machine, text, grace, keep), bench.output);
  }

  final TrainWork train(String machine, String text, Duration grace, Optional<Retention> keep) {
    return bench.saving(machine, text, new LinesPreset(), grace, keep);
  }

  final CompletableFuture<Boolean> start(String machine, String text, Duration grace) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run(machine, text, grace);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  /** The names of the checkpoints' files on the storage. */
  final List<String> stored() throws IOException {
    List<String> names = new ArrayList<>();
    FolderWalk.files(
        Path.of(bench.output.workspace(), "_checkpoints"),
        file -> {
          if (file.toString().contains("/_files/")) {
            names.add(file.getFileName().toString());
          }
        });
    names.sort(null);
    return names;
  }

  /** Waits for its manifest, which comes after its files. */
  final void awaitStored(CompletableFuture<?> running, String name) throws Exception {
    await(running, () -> SavedNames.in(Path.of(bench.output.workspace())).contains(name));
  }

  static void await(CompletableFuture<?> running, Path file) throws Exception {
    await(running, () -> Files.exists(file));
  }

  /** Waits until something is so, as long as the command runs. */
  static void await(CompletableFuture<?> running, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      assertThat(running).isNotDone();
      Thread.sleep(10);
    }
  }
}
