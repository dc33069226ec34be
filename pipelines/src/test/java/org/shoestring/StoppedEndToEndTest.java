package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.files.ProcessEnd;
import org.shoestring.pipeline.process.OutOfMemory;
import org.shoestring.pipeline.process.ProcessSetup;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** Runs that a signal stops in the middle of a stage, of each type: they end, and go on later. */
@Tag("long")
@Timeout(600)
class StoppedEndToEndTest extends StoppedFixture {
  private static final String NOT_GIVEN_UP =
      "the store does not answer, so that claims could not be given up in time";

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

  StoppedEndToEndTest(@TempDir Path temp) throws IOException {
    super(temp);
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
            .replace("PROGRAM", program()));
  }

  @ParameterizedTest
  @CsvSource({"direct, INT, 130", "flink-local, INT, 130", "direct, TERM, 75"})
  void run_stoppedInEachStage_endsSoonAndGoesOn(String runner, String signal, int code)
      throws Exception {
    IgnoredSignals.assumeHeeded(signal);
    Shoestring here = Shoestring.in(folder);
    Files.createFile(state.resolve("go"));
    here.run("run", "e.yaml", "--set", "workspace=undisturbed").good();
    Files.delete(state.resolve("go"));
    try (S3Proxy server = S3Proxy.over(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      Shoestring shoestring =
          here.in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
      Path workspace = folder.resolve("server/buckets/bucket/w");
      Map<String, String> finished = Map.of();
      for (Map.Entry<String, String> stage : STAGES) {
        boolean isProgram = stage.getValue().matches("pipe|train");
        int before = proxy.injected().size();
        proxy.inject(isProgram ? FaultRule.NONE : stalled(stage.getValue()));
        Shoestring.Running running =
            shoestring.start("run", "e.yaml", stage.getKey(), "--runner", runner, "--grace", "1s");
        await(
            running,
            isProgram
                ? () -> Files.exists(state.resolve("begun"))
                : () -> proxy.injected().size() > before);

        running.signal(signal);

        Shoestring.Result result = end(running);
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        String meanwhile = "(?m)^.*(" + NOT_GIVEN_UP + "|at work for ).*\n";
        assertThat(result.err().replaceAll(meanwhile, ""))
            .endsWith(STOPPED)
            .doesNotContain("failed");
        awaitNoPrograms();
        Files.deleteIfExists(state.resolve("begun"));
        // A claim is given up, or its process says that there was no time for it.
        assertThat(files(workspace.resolve("leases")) == 0 || result.err().contains(NOT_GIVEN_UP))
            .as(stage.getKey())
            .isTrue();
        Map<String, String> now = Outputs.finishedShards(workspace);
        assertThat(now).isNotEmpty().containsAllEntriesOf(finished);
        finished = now;
      }
      proxy.inject(FaultRule.NONE);
      Files.createFile(state.resolve("go"));
      shoestring.run("run", "e.yaml", "--runner", runner).good();
      assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      assertThat(Outputs.digests(workspace))
          .isEqualTo(Outputs.digests(folder.resolve("undisturbed")));
    }
  }

  /** The run that goes on does not wait for the claim that its machine has left. */
  @Test
  void run_storeSilentWhenItIsStopped_saysThatItsClaimIsLeft() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    try (S3Proxy server = S3Proxy.over(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      Shoestring shoestring =
          Shoestring.in(folder)
              .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
      Path leases = folder.resolve("server/buckets/bucket/w/leases");
      Shoestring.Running running = shoestring.start("run", "e.yaml", "hyp");
      awaitProgram(running);
      proxy.inject(FaultRule.always(new Fault.StallAnswer(0)));

      running.signal("INT");

      Shoestring.Result result = end(running);
      assertThat(result.code()).as(result.err()).isEqualTo(130);
      assertThat(result.err()).contains(NOT_GIVEN_UP);
      assertThat(files(leases)).isEqualTo(1);
      awaitNoPrograms();
      proxy.inject(FaultRule.NONE);
      Files.createFile(state.resolve("go"));
      assertThat(shoestring.run("run", "e.yaml", "hyp").good().err()).doesNotContain("at work");
      assertThat(files(leases)).isZero();
    }
  }

  @Test
  void run_stderrThatNobodyReads_endsAllTheSame() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    try (UnreadPipe stderr = UnreadPipe.at(folder.resolve("stderr"))) {
      Shoestring.Running running =
          Shoestring.in(folder)
              .startTelling(stderr.path(), "run", "e.yaml", "hyp", "--set", "workspace=local");
      awaitProgram(running);
      stderr.fill();

      running.signal("INT");

      assertThat(end(running).code()).isEqualTo(130);
      awaitNoPrograms();
      assertThat(files(folder.resolve("local/leases"))).isZero();
    }
  }

  /** A process of ours that runs out of memory when it may. */
  static final class LittleMemory {
    private LittleMemory() {}

    public static void main(String[] args) throws Exception {
      ProcessSetup.run();
      Files.createFile(Path.of("ready"));
      while (!Files.exists(Path.of("go"))) {
        Thread.sleep(20);
      }
      OutOfMemory.halt(new OutOfMemoryError("heap"));
    }
  }

  @Test
  void halt_stderrThatNobodyReads_endsAllTheSame() throws Exception {
    try (UnreadPipe stderr = UnreadPipe.at(folder.resolve("stderr"))) {
      Shoestring.Running running =
          Shoestring.in(folder).as(LittleMemory.class).startTelling(stderr.path());
      await(running, () -> Files.exists(folder.resolve("ready")));
      stderr.fill();

      Files.createFile(folder.resolve("go"));

      assertThat(end(running).code()).isEqualTo(1);
    }
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
    IgnoredSignals.assumeHeeded(first);
    IgnoredSignals.assumeHeeded(second);
    Shoestring.Running running = Shoestring.in(folder).as(SlowEnd.class).start();
    await(running, () -> Files.exists(folder.resolve("ready")));
    running.signal(first);
    await(running, () -> Files.exists(folder.resolve("ending")));

    running.signal(second);

    assertThat(end(running).code()).isEqualTo(code);
  }

  /** A terminal that is closed may tell it twice, and so may a system that shuts down. */
  @Test
  void signal_hangUpWhileTheProcessEnds_leavesItTime() throws Exception {
    IgnoredSignals.assumeHeeded("TERM");
    IgnoredSignals.assumeHeeded("HUP");
    Shoestring.Running running = Shoestring.in(folder).as(SlowEnd.class).start();
    await(running, () -> Files.exists(folder.resolve("ready")));
    running.signal("HUP");
    await(running, () -> Files.exists(folder.resolve("ending")));

    running.signal("HUP");
    running.signal("TERM");

    assertThat(end(running).code()).isEqualTo(143);
  }
}
