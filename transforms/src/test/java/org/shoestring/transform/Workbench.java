package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions.CheckEnabled;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.bytes.BadDataException;
import org.shoestring.server.DirectRunnerWorkers;
import org.shoestring.shuffle.block.Exchange;
import org.shoestring.shuffle.block.ShuffleOptions;
import org.shoestring.spec.Spec;
import org.shoestring.step.StepException;
import org.shoestring.table.Output;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.testing.TestTables;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.tsv.Columns;

/** A workspace in a test's folder: tables to start with, pipelines to run, tables to look at. */
public record Workbench(Path folder) {

  /** A stage's transforms, without the commit. */
  public interface Wiring {
    PCollection<WrittenShard> add(Pipeline pipeline, Output output);
  }

  /** What to do about an output that is damaged. */
  public String cure(String name) throws IOException {
    return "restore it, or run again after this command: shoestring gc "
        + folder.resolve("workspace")
        + " "
        + output(name).name();
  }

  public TestTables tables() {
    return TestTables.in(folder);
  }

  /** An output that nobody made yet; a name is an output. */
  public Output output(String name) throws IOException {
    return tables().output(name);
  }

  /** A committed table of these shards, each a list of lines. */
  public Table table(String name, Columns columns, List<List<String>> shards) throws IOException {
    return tables().table(name, columns, shards);
  }

  /** Commits an output of a name. */
  Manifest commit(String name, Map<String, Columns> tables, int units) throws IOException {
    return tables().commit(name, tables, units);
  }

  /** Runs a stage's transforms and its commit. */
  public Manifest run(String name, Map<String, Columns> tables, int units, Wiring wiring)
      throws IOException {
    return run(name, tables, units, 2, wiring);
  }

  /** The same with so many workers. */
  public Manifest run(
      String name, Map<String, Columns> tables, int units, int parallelism, Wiring wiring)
      throws IOException {
    Output output = output(name);
    CommitOutput commit = tables().commitOutput(name, tables, units);
    run(parallelism, pipeline -> wiring.add(pipeline, output).apply("Commit", commit));
    return output.manifest().orElseThrow();
  }

  /** The same with lines that move between shards; no file of blocks may be left. */
  public Manifest run(
      String name,
      Map<String, Columns> tables,
      int units,
      int parallelism,
      String blockExchange,
      Wiring wiring)
      throws IOException {
    Output output = output(name);
    CommitOutput commit = tables().commitOutput(name, tables, units);
    Path spills = folder.resolve("spills");
    ShuffleOptions options = options(parallelism).as(ShuffleOptions.class);
    options.setBlockExchange(blockExchange);
    options.setSpillFolder(spills.toString());
    options.setJobName(folder + "-" + name + "-" + blockExchange + parallelism);
    run(options, pipeline -> wiring.add(pipeline, output).apply("Commit", commit));
    assertThat(Exchange.spills(spills)).isEmpty();
    return output.manifest().orElseThrow();
  }

  /** Steps as the command line writes them. */
  public static List<Spec> specs(String... steps) {
    return Stream.of(steps).map(step -> Spec.parse("test", step)).toList();
  }

  /** Runs steps over a table, and their commit. */
  public Manifest runSteps(
      String name, Table input, String exchange, int parallelism, String... steps)
      throws IOException {
    List<Spec> specs = specs(steps);
    Columns kept = ApplySteps.planned(specs, input.columns()).output();
    return run(
        name,
        ApplySteps.tables(input.columns(), kept),
        input.shards().size(),
        parallelism,
        exchange,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(input))
                .apply("Steps", ApplySteps.of(specs, input, output)));
  }

  /** Runs a pipeline to its end. */
  public static void run(int parallelism, Consumer<Pipeline> wiring) {
    run(options(parallelism), wiring);
  }

  private static PipelineOptions options(int parallelism) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setStableUniqueNames(CheckEnabled.ERROR);
    options.as(DirectOptions.class).setTargetParallelism(parallelism);
    return options;
  }

  private static void run(PipelineOptions options, Consumer<Pipeline> wiring) {
    TestPipeline pipeline = TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
    wiring.accept(pipeline);
    try {
      pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      DirectRunnerWorkers.await();
      throw known(e);
    }
  }

  /** The error that a user is told, below those that a runner puts around it. */
  private static RuntimeException known(RuntimeException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadDataException
          || cause instanceof ProgramException
          || cause instanceof StepException) {
        return (RuntimeException) cause;
      }
    }
    return error;
  }

  /** The lines of a table of an output. */
  public List<String> lines(String name, String table) throws IOException {
    return tables().lines(name, table);
  }

  /** The lines of a table. */
  public static List<String> lines(Table table) throws IOException {
    return TestTables.lines(table);
  }

  /** A file with this text. */
  public Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file with these bytes. */
  public Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** All files below an output's folder with what tells whether one was written again. */
  public void eachFile(String name, BiConsumer<Path, String> action) throws IOException {
    Path root = Path.of(output(name).folder());
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file -> {
                try {
                  Object inode = Files.getAttribute(file, "unix:ino");
                  action.accept(
                      root.relativize(file), inode + " " + Files.getLastModifiedTime(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Deletes an output's objects whose path starts so; there must be some. */
  public void delete(String name, String... prefixes) throws IOException {
    Path root = Path.of(output(name).folder());
    for (String prefix : prefixes) {
      List<Path> found = new ArrayList<>();
      eachFile(
          name,
          (file, stamp) -> {
            if (file.toString().startsWith(prefix)) {
              found.add(root.resolve(file));
            }
          });
      assertThat(found).as(prefix).isNotEmpty();
      for (Path file : found) {
        Files.delete(file);
      }
    }
  }
}
