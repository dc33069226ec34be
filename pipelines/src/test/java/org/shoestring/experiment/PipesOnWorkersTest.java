package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.options.WorkerOptions;
import org.shoestring.store.Stores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.ShardCoder;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.StopSignal;

/**
 * A pipe's worker in a process of its own, with another folder for local work and another working
 * directory than the process that built the pipeline: what it has is the serialised function.
 */
@Tag("long")
class PipesOnWorkersTest {
  private static final AtomicReference<byte[]> CAPTURED = new AtomicReference<>();

  private final Path folder;
  private final Bench bench;
  private final StageWork work;
  private final Output output;
  private final String raw;

  PipesOnWorkersTest(@TempDir Path temp) throws IOException {
    folder = temp.toRealPath();
    Files.createDirectories(folder.resolve("worker"));
    bench =
        new Bench(
            folder.resolve("here"),
            """
            experiment: e
            workspace: %s
            stages:
              raw: {import: a.tsv, columns: [en]}
              model: {train: raw, command: "mkdir {out}/d; echo x > {out}/d/m"}
              added:
                pipe: raw
                command: "{shoestring} --version >&2 && sh add.sh {model}/d/m {raw}"
                columns: [en]
            """
                .formatted(folder.resolve("ws")));
    bench.write("a.tsv", "1\n2\n");
    bench.write("add.sh", "sed \"s/$/$(cat $1)$(zcat $2/part-* | wc -l)/\"\n");
    raw = Bench.finished(bench.runStages(List.of("model")), "raw").output().folder();
    Experiment experiment = bench.experiment();
    Planner planner = bench.planner(experiment);
    ExaminedStage examined = planner.examineToRun(List.copyOf(experiment.stages().values())).get(2);
    work = Objects.requireNonNull(examined.work());
    output = Objects.requireNonNull(examined.output());
  }

  /** Keeps the serialised function of the pipe, and runs nothing. */
  public static final class Capturing extends PipelineRunner<PipelineResult> {
    private Capturing() {}

    public static Capturing fromOptions(PipelineOptions options) {
      return new Capturing();
    }

    @Override
    public PipelineResult run(Pipeline pipeline) {
      pipeline.traverseTopologically(
          new Pipeline.PipelineVisitor.Defaults() {
            @Override
            public void visitPrimitiveTransform(TransformHierarchy.Node node) {
              if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
                  && node.getFullName().startsWith("Pipe/")) {
                CAPTURED.set(serialised(parDo.getFn()));
              }
            }
          });
      throw new CapturedException();
    }
  }

  private static final class CapturedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static byte[] serialised(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** What is sent to a worker. */
  private record Sent(
      DoFn<Shard, WrittenShard> function, Stores stores, String input, Commit commit)
      implements Serializable {}

  /** Runs the function in a file over the table that it is for. */
  public static final class Worker {
    private Worker() {}

    public static void main(String[] args) throws Exception {
      Sent sent;
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(args[0])))) {
        sent = (Sent) in.readObject();
      }
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
      pipeline
          .apply(ReadShards.of(Table.in(sent.stores(), sent.input(), TableName.MAIN)))
          .apply(ParDo.of(sent.function()))
          .setCoder(ShardCoder.written())
          .apply(CommitOutput.of(sent.commit()));
      pipeline.run().waitUntilFinish();
    }
  }

  private Path sent(boolean elsewhere) throws Exception {
    try {
      work.run(
          output,
          units -> {
            PipelineOptions options = PipelineOptionsFactory.create();
            options.setRunner(Capturing.class);
            options.as(WorkerOptions.class).setWorkersElsewhere(elsewhere);
            return options;
          },
          new StopSignal());
    } catch (CapturedException e) {
      // The function is there.
    }
    DoFn<Shard, WrittenShard> function;
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(CAPTURED.get()))) {
      @SuppressWarnings("unchecked") // It is the one over shards.
      DoFn<Shard, WrittenShard> read = (DoFn<Shard, WrittenShard>) in.readObject();
      function = read;
    }
    Commit commit =
        Commit.of(output, work.recipe(), Map.of(TableName.MAIN, Columns.of("en")), work.units());
    Path job = folder.resolve("job");
    Files.write(job, serialised(new Sent(function, output.stores(), raw, commit)));
    return job;
  }

  private String worker(Path job) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    command.add(job.toString());
    Path said = folder.resolve("said");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.resolve("worker").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    process.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    int code = process.start().waitFor();
    return code == 0 ? "" : Files.readString(said);
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (TableReader rows = Table.in(output.stores(), output.folder(), TableName.MAIN).rows(0)) {
      while (rows.next()) {
        lines.add(rows.row().text(0));
      }
    }
    return lines;
  }

  private static List<String> found(Path below, String pattern) throws IOException {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.map(path -> below.relativize(path).toString())
          .filter(path -> path.matches(pattern))
          .toList();
    }
  }

  @Test
  void pipe_workerElsewhere_makesCopiesOfItsOwn() throws Exception {
    Path job = sent(false);

    assertThat(new String(CAPTURED.get(), StandardCharsets.ISO_8859_1))
        .contains(output.folder().substring(0, output.folder().indexOf("/outputs")))
        .doesNotContain("copies-");
    assertThat(worker(job)).isEmpty();

    assertThat(lines()).containsExactly("1x2", "2x2");
    assertThat(found(folder.resolve("cache/shoestring"), ".*/copies-[0-9a-f]+/model/d/m"))
        .hasSize(1);
    assertThat(found(folder.resolve("cache/shoestring"), ".*/copies-[0-9a-f]+/raw/part-.*"))
        .hasSize(1);
    assertThat(found(folder.resolve("here"), ".*/copies-.*")).isEmpty();
  }

  @Test
  void pipe_workersElsewhere_runTheProgramThoughTheExperimentsFolderIsGone() throws Exception {
    Path job = sent(true);
    Files.move(folder.resolve("here"), folder.resolve("elsewhere"));

    assertThat(worker(job)).isEmpty();

    assertThat(lines()).containsExactly("1x2", "2x2");
    assertThat(
            found(
                folder.resolve("cache/shoestring"),
                ".*/copies-[0-9a-f]+/_files-[0-9a-f]{16}/add.sh"))
        .hasSize(1);
    assertThat(Files.exists(folder.resolve("here"))).isFalse();
  }

  @Test
  void pipe_workerWithoutTheExperimentsFiles_saysWhichIsMissing() throws Exception {
    Path job = sent(false);
    Path script = bench.path("add.sh");

    Files.delete(script);
    assertThat(worker(job))
        .contains(
            "&& sh add.sh {model}/d/m {raw}' needs the file "
                + script
                + ", which does not exist on machine ")
        .contains(
            ". This runner does not send the experiment's folder to other machines: copy it there,"
                + " to the same path, or use a runner that does: flink-cluster");

    Files.move(folder.resolve("here"), folder.resolve("elsewhere"));
    assertThat(worker(job))
        .contains(
            "runs in the folder " + folder.resolve("here") + ", which does not exist on machine ");
  }
}
