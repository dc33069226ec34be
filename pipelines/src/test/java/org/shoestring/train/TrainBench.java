package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.table.local.LocalCopy;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StopSignal;

/** A training command as a real process, in a folder of its own. */
final class TrainBench {
  static final Recipe RECIPE =
      new Recipe("train", List.of(new Recipe.Fact("command", "x")), List.of());

  /** A function of the shell that saves a checkpoint. */
  static final String SAVE = "save() { printf \"$1\\nend\\n\" > $CHECKPOINTS/step-$1; }; ";

  StopSignal stop = new StopSignal();
  final Path folder;
  final Path work;
  final Output output;
  final List<String> remarks = new CopyOnWriteArrayList<>();

  TrainBench(Path folder) {
    this.folder = folder;
    this.work = folder.resolve("work");
    this.output = TestStores.output(folder.resolve("w"), RECIPE);
  }

  /** Runs a command that finds its folders as {@code $OUT} and {@code $CHECKPOINTS}. */
  boolean run(String command) throws Exception {
    return run(command, output);
  }

  private boolean run(String command, Output to) throws Exception {
    TrainWork.Command complete =
        (copies, out, checkpoints) ->
            ShellCommand.of(
                "OUT='" + out + "'; CHECKPOINTS='" + checkpoints + "'; " + command,
                folder.toString());
    return run(
        new TrainWork(
            RECIPE,
            command,
            complete,
            1,
            work,
            Optional.empty(),
            Optional.empty(),
            MetricFormat.TSV,
            remarks::add),
        to);
  }

  /**
   * A command that saves checkpoints, on a machine, which is a folder for its work. Its function
   * {@code save} writes one that is a file.
   *
   * @param grace how long it has to save when it is told to end
   * @param keep which stay; empty if nobody says so
   */
  TrainWork saving(
      String machine,
      String text,
      CheckpointPreset preset,
      Duration grace,
      Optional<Retention> keep) {
    TrainWork.Command command =
        (copies, out, checkpoints) ->
            ShellCommand.of(
                "OUT='" + out + "'; CHECKPOINTS='" + checkpoints + "'; " + SAVE + text,
                folder.toString());
    CheckpointSettings settings =
        new CheckpointSettings(
            Optional.of(preset),
            keep,
            Optional.empty(),
            false,
            Duration.ofMillis(300),
            grace,
            Duration.ofMillis(20),
            Duration.ofSeconds(5));
    return new TrainWork(
        RECIPE,
        text,
        command,
        1,
        folder.resolve(machine),
        Optional.empty(),
        Optional.of(settings),
        MetricFormat.TSV,
        remarks::add);
  }

  /** Runs it in this thread, until it is stopped. */
  boolean run(TrainWork train, Output to) throws Exception {
    return train.runUntilStopped(to, units -> PipelineOptionsFactory.create(), stop);
  }

  /** Runs a command whose output is refused, and returns why. */
  String refused(String command) {
    return refused(command, output);
  }

  /** The same whose output goes through this store. */
  String refused(String command, ObjectStore store) {
    return refused(command, on(store));
  }

  /** Runs a command whose output goes through this store. */
  boolean runOn(String command, ObjectStore store) throws Exception {
    return run(command, on(store));
  }

  /** The output where this is the store. */
  Output on(ObjectStore store) {
    Stores stores = TestStores.with(output.workspace(), store);
    return Output.in(stores, output.workspace(), RECIPE.outputName(), Codec.GZIP, 2);
  }

  private String refused(String command, Output to) {
    try {
      run(command, to);
    } catch (Exception e) {
      assertThat(ExitCode.of(e)).as(ExitCode.message(e)).isEqualTo(1);
      return ExitCode.message(e);
    }
    throw new AssertionError("nothing was refused");
  }

  /** A local copy of the output. */
  Path copy() throws IOException {
    return LocalCopy.ofFiles(
        output.stores(), output.folder(), manifest(), folder.resolve("copy"), remarks::add);
  }

  /** The log that was sent. */
  String log() throws IOException {
    Path file = Path.of(output.folder(), "_log", "log.txt.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static void append(Path file) throws IOException {
    Files.writeString(file, "x", StandardOpenOption.APPEND);
  }

  Manifest manifest() throws IOException {
    return output.manifest().orElseThrow();
  }
}
