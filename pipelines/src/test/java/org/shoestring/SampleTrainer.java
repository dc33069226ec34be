package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Runs of the en-de sample's {@code train.py}, one after another, on the same checkpoints.
 *
 * @param python the program, with PyTorch
 * @param data the table
 * @param folder takes checkpoints, the model, and what the last run said
 * @param options further ones
 */
record SampleTrainer(String python, Path data, Path folder, List<String> options) {
  static final int STEPS = 300;

  /** Steps from one checkpoint to the next. */
  static final int EVERY = 20;

  static final Path SAMPLE = Samples.folder("en-de");

  /** The same in another folder. */
  SampleTrainer in(Path other) {
    return new SampleTrainer(python, data, other, options);
  }

  /** The same with another table. */
  SampleTrainer on(Path table) {
    return new SampleTrainer(python, table, folder, options);
  }

  /** The same with further options. */
  SampleTrainer with(String... further) {
    return new SampleTrainer(python, data, folder, List.of(further));
  }

  Process start() throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>(List.of(python, SAMPLE.resolve("train.py").toString()));
    command.addAll(List.of("--data", data.toString(), "--dev", data.toString()));
    command.addAll(List.of("--checkpoints", checkpoints().toString()));
    command.addAll(List.of("--out", folder.resolve("out").toString(), "--size", "64"));
    command.addAll(List.of("--steps", Integer.toString(STEPS)));
    command.addAll(List.of("--every", Integer.toString(EVERY)));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  /** Runs it to its end, which must be with that exit code, and gives what it said. */
  String run(int code) throws IOException, InterruptedException {
    int ended = start().waitFor();
    assertThat(ended).as(said()).isEqualTo(code);
    return said();
  }

  String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path model() {
    return folder.resolve("out").resolve("model.pt");
  }

  /** The checkpoints that there are, the newest first. */
  List<Path> saved() throws IOException {
    if (!Files.isDirectory(checkpoints())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(checkpoints())) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /**
   * The tensors in the newest checkpoint, by their names: of the model, the optimizer, the random
   * state. The bytes of the other entries may differ for equal content.
   */
  Map<String, ByteBuffer> newestTensors() throws IOException {
    Map<String, ByteBuffer> tensors = new TreeMap<>();
    try (ZipFile zip = new ZipFile(saved().get(0).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().contains("/data/")) {
          tensors.put(entry.getName(), ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes()));
        }
      }
    }
    assertThat(tensors).isNotEmpty();
    return tensors;
  }

  /** Waits for a checkpoint that was not there before, or the end. */
  void awaitCheckpoint(Process process) throws IOException, InterruptedException {
    List<Path> before = saved();
    while (process.isAlive() && before.containsAll(saved())) {
      Thread.sleep(20);
    }
  }
}
