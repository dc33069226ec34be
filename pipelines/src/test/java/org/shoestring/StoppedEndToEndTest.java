package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.files.ProcessEnd;
import org.shoestring.pipeline.process.ProcessSetup;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** Runs that a signal stops in the middle of a stage, of each type: they end, and go on later. */
@Tag("long")
@Timeout(600)
class StoppedEndToEndTest {
  private static final int HANGS_SECONDS = 60;
  private static final String STOPPED =
      """
      shoestring: stopping; press Ctrl-C again to end at once
      shoestring: stopped. Finished work is kept: run the same command again to continue
      """;

  /** Stages with their types, each after those that it needs; the last two are programs at work. */
  private static final List<Map.Entry<String, String>> STAGES =
      List.of(
          Map.entry("raw", "import"),
          Map.entry("clean", "preprocess"),
          Map.entry("data", "split"),
          Map.entry("mixed", "shard"),
          Map.entry("score", "score"),
          Map.entry("hyp", "pipe"),
          Map.entry("model", "train"));

  /** Leaves a daemon and a program at work, unless it may go on. */
  private static final String PROGRAM =
      "cd STATE; if [ ! -e go ]; then setsid sh -c 'sleep 1000; : MARK' &"
          + " touch begun; sleep 1001; fi; : MARK; ";

  private final Path folder;
  private final Path state;
  private final String mark;

  StoppedEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    this.mark = "mark" + temp.getFileName();
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      raw.append(i * 7919L % 4001).append("\tline ").append(i % 3700).append('\n');
    }
    Files.writeString(folder.resolve("raw.tsv"), raw);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: test://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [a, b], shard-size: 8000}
          clean: {preprocess: raw, steps: [deduplicate: {columns: b}]}
          data: {split: clean, into: {train: rest, dev: 300}}
          mixed: {shard: clean, into: 6}
          score: {score: "clean:a", against: "clean:b", metric: bleu}
          hyp: {pipe: "clean:b", command: "PROGRAM tr a-z A-Z", columns: [h]}
          model: {train: clean, command: "PROGRAM echo 1 > {out}/model"}
        """
            .replace("PROGRAM", PROGRAM)
            .replace("STATE", state.toString())
            .replace("MARK", mark));
  }

  private long programs() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(mark))
        .count();
  }

  private static void await(Shoestring.Running running, BooleanSupplier done) throws Exception {
    while (!done.getAsBoolean()) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  /** The second shard of a type's output reaches the store, which does not answer. */
  private static FaultRule stalled(String type) {
    AtomicInteger shards = new AtomicInteger();
    return FaultRule.always(new Fault.StallAnswer(0))
        .when(
            request ->
                request.target().contains("/outputs/" + type + "-")
                    && request.target().contains("part-")
                    && shards.getAndIncrement() > 0)
        .on("PUT");
  }

  private static long files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"direct, INT, 130", "flink-local, INT, 130", "direct, TERM, 143"})
  void run_stoppedInEachStage_endsSoonAndGoesOn(String runner, String signal, int code)
      throws Exception {
    Shoestring here = Shoestring.in(folder);
    Files.createFile(state.resolve("go"));
    here.run("run", "e.yaml", "--set", "workspace=undisturbed").good();
    Files.delete(state.resolve("go"));
    try (S3Proxy server = S3Proxy.over(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      writeStoreFile(proxy.endpoint());
      Shoestring shoestring =
          here.in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
      Path workspace = folder.resolve("server/buckets/bucket/w");
      for (Map.Entry<String, String> stage : STAGES) {
        String[] run = {"run", "e.yaml", stage.getKey(), "--runner", runner};
        boolean isProgram = stage.getValue().matches("pipe|train");
        int before = proxy.injected().size();
        proxy.inject(isProgram ? FaultRule.NONE : stalled(stage.getValue()));
        Shoestring.Running running = shoestring.start(run);
        await(
            running,
            isProgram
                ? () -> Files.exists(state.resolve("begun"))
                : () -> proxy.injected().size() > before);

        running.signal(signal);

        assertThat(running.process().waitFor(HANGS_SECONDS, TimeUnit.SECONDS))
            .as(stage.getKey())
            .isTrue();
        Shoestring.Result result = running.end();
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).endsWith(STOPPED).doesNotContain("failed");
        while (programs() > 0) {
          Thread.sleep(20); // What was killed may be listed for a moment.
        }
        assertThat(files(workspace.resolve("leases"))).as(stage.getKey()).isZero();

        Map<String, String> finished = Outputs.finishedShards(workspace);
        assertThat(finished).isNotEmpty();
        proxy.inject(FaultRule.NONE);
        Files.deleteIfExists(state.resolve("begun"));
        Files.createFile(state.resolve("go"));
        shoestring.run(run).good();
        Files.delete(state.resolve("go"));
        assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      }
      assertThat(Outputs.digests(workspace))
          .isEqualTo(Outputs.digests(folder.resolve("undisturbed")));
    }
  }

  private void writeStoreFile(String endpoint) throws IOException {
    Path store = folder.resolve("runners-config/stores/test.conf");
    Files.createDirectories(store.getParent());
    Files.write(
        store,
        List.of(
            "type: s3",
            "endpoint: " + endpoint,
            "region: us-east-1",
            "credentials: env MY_KEY MY_SECRET"));
  }

  /** A process of ours that never gets done with its end. */
  static final class SlowEnd {
    private SlowEnd() {}

    public static void main(String[] args) throws Exception {
      ProcessSetup.run();
      boolean unused =
          ProcessEnd.add(
              () -> {
                try {
                  Files.createFile(Path.of("ending"));
                  new CountDownLatch(1).await();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Files.createFile(Path.of("ready"));
      new CountDownLatch(1).await();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, INT, 130", "TERM, INT, 130", "INT, TERM, 143"})
  void signal_whileTheProcessEnds_endsItAtOnce(String first, String second, int code)
      throws Exception {
    Shoestring.Running running = Shoestring.in(folder).as(SlowEnd.class).start();
    await(running, () -> Files.exists(folder.resolve("ready")));
    running.signal(first);
    await(running, () -> Files.exists(folder.resolve("ending")));

    running.signal(second);

    assertThat(running.process().waitFor(HANGS_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(running.end().code()).isEqualTo(code);
  }

  /** A terminal that is closed may tell it twice, and so may a system that shuts down. */
  @Test
  void signal_hangUpWhileTheProcessEnds_leavesItTime() throws Exception {
    Shoestring.Running running = Shoestring.in(folder).as(SlowEnd.class).start();
    await(running, () -> Files.exists(folder.resolve("ready")));
    running.signal("HUP");
    await(running, () -> Files.exists(folder.resolve("ending")));

    running.signal("HUP");
    running.signal("TERM");

    assertThat(running.process().waitFor(HANGS_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(running.end().code()).isEqualTo(143);
  }
}
