package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.pipeline.ImportPipeline;
import org.shoestring.pipeline.PipePipeline;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.ScorePipeline;
import org.shoestring.pipeline.ShardPipeline;
import org.shoestring.pipeline.SplitPipeline;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/** Mains of stages that a signal stops in the middle: they end, and go on later. */
@Tag("long")
@Timeout(600)
class StoppedMainEndToEndTest extends StoppedFixture {
  StoppedMainEndToEndTest(@TempDir Path temp) throws IOException {
    super(temp);
  }

  /**
   * A main.
   *
   * @param type of its stage
   * @param options in which RAW and CLEAN are the folders of the outputs of the first two
   */
  private record StageOf(Class<?> main, String type, List<String> options) {
    StageOf(Class<?> main, String type, String... options) {
      this(main, type, List.of(options));
    }

    String[] arguments(List<String> made, String workspace, String runner) {
      List<String> all = new ArrayList<>();
      for (String option : options) {
        String raw = made.isEmpty() ? "" : made.get(0);
        String clean = made.size() < 2 ? "" : made.get(1);
        all.add(option.replace("RAW", raw).replace("CLEAN", clean));
      }
      all.add("--workspace=" + workspace);
      all.add("--runner=" + runner);
      return all.toArray(new String[0]);
    }
  }

  private List<StageOf> stages() {
    return List.of(
        new StageOf(
            ImportPipeline.class, "import", "--files=raw.tsv", "--columns=a,b", "--shardSize=8000"),
        new StageOf(
            PreprocessPipeline.class, "preprocess", "--input=RAW", "--steps=deduplicate:columns=b"),
        new StageOf(SplitPipeline.class, "split", "--input=CLEAN", "--into=train=rest,dev=300"),
        new StageOf(ShardPipeline.class, "shard", "--input=CLEAN", "--into=6"),
        new StageOf(
            ShardPipeline.class,
            "shard",
            "--input=CLEAN",
            "--into=6",
            "--balance=tokens:columns=b"),
        new StageOf(
            ScorePipeline.class,
            "score",
            "--hypotheses=CLEAN:a",
            "--references=CLEAN:b",
            "--metrics=bleu"),
        new StageOf(
            PipePipeline.class,
            "pipe",
            "--input=CLEAN:b",
            "--command=" + program() + "tr a-z A-Z",
            "--columns=h"));
  }

  @ParameterizedTest
  @CsvSource({"direct, INT, 130", "flink-local, TERM, 143"})
  void main_stoppedInEachStage_endsSoonAndGoesOn(String runner, String signal, int code)
      throws Exception {
    IgnoredSignals.assumeHeeded(signal);
    Shoestring here = Shoestring.in(folder);
    Files.createFile(state.resolve("go"));
    List<String> undisturbed = new ArrayList<>();
    for (StageOf stage : stages()) {
      String[] arguments = stage.arguments(undisturbed, "undisturbed", "direct");
      undisturbed.add(here.as(stage.main()).run(arguments).good().out().strip());
    }
    Files.delete(state.resolve("go"));
    try (S3Proxy server = S3Proxy.over(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      Path workspace = folder.resolve("server/buckets/bucket/w");
      List<String> made = new ArrayList<>();
      for (StageOf stage : stages()) {
        Shoestring main =
            here.as(stage.main())
                .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
        String[] arguments = stage.arguments(made, "test://bucket/w", runner);
        boolean isProgram = stage.type().equals("pipe");
        int before = proxy.injected().size();
        proxy.inject(isProgram ? FaultRule.NONE : stalled(stage.type()));
        Shoestring.Running running = main.start(arguments);
        if (isProgram) {
          awaitProgram(running);
        } else {
          await(running, () -> proxy.injected().size() > before);
        }

        running.signal(signal);

        Shoestring.Result result = end(running);
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).endsWith(STOPPED).doesNotContain("failed");
        assertThat(result.out()).isEmpty();
        awaitNoPrograms();

        Map<String, String> finished = Outputs.finishedShards(workspace);
        assertThat(finished).isNotEmpty();
        proxy.inject(FaultRule.NONE);
        Files.createFile(state.resolve("go"));
        made.add(main.run(arguments).good().out().strip());
        Files.delete(state.resolve("go"));
        assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      }
      assertThat(Outputs.digests(workspace))
          .isEqualTo(Outputs.digests(folder.resolve("undisturbed")));
    }
  }

  @Test
  void main_stderrThatNobodyReads_endsAllTheSame() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    Shoestring here = Shoestring.in(folder);
    List<String> made = new ArrayList<>();
    for (StageOf stage : stages().subList(0, 2)) {
      String[] arguments = stage.arguments(made, "local", "direct");
      made.add(here.as(stage.main()).run(arguments).good().out().strip());
    }
    StageOf pipe =
        stages().stream().filter(stage -> stage.type().equals("pipe")).findFirst().orElseThrow();
    try (UnreadPipe stderr = UnreadPipe.at(folder.resolve("stderr"))) {
      Shoestring.Running running =
          here.as(pipe.main()).startTelling(stderr.path(), pipe.arguments(made, "local", "direct"));
      awaitProgram(running);
      stderr.fill();

      running.signal("INT");

      assertThat(end(running).code()).isEqualTo(130);
      awaitNoPrograms();
    }
  }
}
