package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.StreamReader;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.testing.TestTables;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.stream.StreamSettings;
import org.shoestring.train.stream.StreamedInput;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ShellCommand;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;

/** Training commands whose input is streamed, as real processes. */
@Timeout(120)
class InputStreamingTest {
  private static final int SHARDS = 5;
  private static final String RUNS = "echo x >> runs; ";
  private static final String CURE =
      "read {input} with shoestring_data.py, or remove 'data: stream' from the stage";

  private final TrainBench bench;
  private final Table table;
  private Duration patience = Duration.ofSeconds(30);

  InputStreamingTest(@TempDir Path folder) throws IOException {
    this.bench = new TrainBench(folder);
    this.table =
        TestTables.in(folder.resolve("tables"))
            .table(
                "t",
                Columns.of("a"),
                IntStream.range(0, SHARDS).mapToObj(i -> List.of("line " + i)).toList());
  }

  private StreamedInput streamed() {
    return new StreamedInput(table, "input", new StreamSettings("", 2), patience);
  }

  /** A command that finds the stream as {@code $IN}, and saves no checkpoints. */
  private boolean run(String text) throws Exception {
    return run(work(text, Optional.empty()));
  }

  private boolean run(TrainWork work) throws Exception {
    return bench.run(work, bench.output);
  }

  private TrainWork work(String text, Optional<TrainWork> saving) {
    TrainWork.Command command =
        (copies, out, checkpoints) ->
            ShellCommand.of(
                "IN='%s'; OUT='%s'; CHECKPOINTS='%s'; %s %s"
                    .formatted(streamed().folder(copies), out, checkpoints, TrainBench.SAVE, text),
                bench.folder.toString());
    TrainWork plain =
        saving.orElseGet(
            () -> bench.saving("work", text, new LinesPreset(), patience, Optional.empty()));
    return new TrainWork(
        TrainBench.RECIPE,
        text,
        command,
        1,
        bench.work,
        Optional.of(streamed()),
        saving.flatMap(TrainWork::checkpoints),
        plain.metrics(),
        bench.remarks::add);
  }

  private TrainWork saving(String text) {
    return work(
        text,
        Optional.of(bench.saving("work", text, new LinesPreset(), patience, Optional.empty())));
  }

  private Path runs() {
    return bench.folder.resolve("runs");
  }

  private void alterShards() throws IOException {
    for (int i = 0; i < SHARDS; i++) {
      TrainBench.append(Path.of(table.folder(), table.shards().get(i).name()));
    }
  }

  @Test
  void run_commandReadsTheStream_isStored() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    run(StreamReader.lines("$IN", "1,1") + " > $OUT/lines");

    assertThat(bench.copy().resolve("lines")).hasContent(String.join("\n", lines()));
    assertThat(bench.work).doesNotExist();
    assertThat(bench.remarks.get(0)).startsWith("streams the input: at most 2 of 5 shards (");
    assertThat(bench.remarks.get(1)).startsWith("streamed the input: fetched 5 shards (");
  }

  @Test
  void run_readerIsGivenUpAndAnotherReadsAll_isStored() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    // The bound is two shards, and the first reader keeps one that it has not read.
    String reads =
        "first = Reader('$IN', batch=1, mix=(1, 1), seed=1).epoch(0); next(first);"
            + " second = Reader('$IN', batch=1, mix=(2, 1), seed=2).epoch(0);"
            + " print(*sorted(lines[0] for lines, _ in second), sep=chr(10));"
            + " print(len(list(first)))";
    run(StreamReader.program(reads) + " > $OUT/lines");

    assertThat(bench.copy().resolve("lines"))
        .hasContent(String.join("\n", lines()) + "\n" + (SHARDS - 1));
  }

  private static List<String> lines() {
    return IntStream.range(0, SHARDS).mapToObj(i -> "line " + i).toList();
  }

  @Test
  void run_commandDoesNotReadTheStream_isNotStoredAndRunsAgain() throws Exception {
    String command = RUNS + "cat $IN/part-*; echo model > $OUT/model";
    for (String runs : List.of("x\n", "x\nx\n")) {
      assertThatThrownBy(() -> run(command))
          .isInstanceOf(ProgramException.class)
          .hasMessageStartingWith(
              "command '"
                  + command
                  + "' ended well, but it has not read its data: with data: stream, {input} has only"
                  + " some shards at a time. No output is stored; "
                  + CURE
                  + "; the last lines it printed:\n")
          .hasMessageEndingWith(
              "\n    This folder is a stream: its shards come and go while a program reads them"
                  + " with shoestring_data.py. Read it with that, or remove 'data: stream' from the"
                  + " stage to have all shards here as files.");
      assertThat(runs()).hasContent(runs.strip());
      assertThat(bench.output.manifest()).isEmpty();
    }
  }

  @Test
  void run_commandFailsWithoutReading_saysWhatMayBeWrong() {
    assertThatThrownBy(() -> run("gzip -dc $IN/part-*"))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(
            "' ended with exit code 1; it has not opened {input} as a stream, which data: stream"
                + " needs: "
                + CURE
                + "; the last lines it printed:\n")
        .hasMessageContaining("not in gzip format");
  }

  @Test
  void run_inputIsDamaged_endsWithItsErrorWhateverTheCommandDoes() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    alterShards();
    String read = StreamReader.lines("$IN", "1,1");
    for (String command : List.of(read, read + "; touch $OUT/model")) {
      assertThatThrownBy(() -> run(RUNS + command))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(".tsv.gz: was altered: its bytes do not have the hash");
    }
    assertThat(runs()).hasContent("x\nx");
    assertThat(bench.log()).contains("DataError").contains("was altered");
  }

  /** Else a program that hangs on one error of its processes would hang for ever. */
  @Test
  void run_inputIsDamagedAndTheCommandDoesNotEnd_isEnded() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    patience = Duration.ofMillis(500);
    alterShards();
    String command = StreamReader.lines("$IN", "1,1") + "; sleep 1009";
    for (TrainWork work : List.of(work(command, Optional.empty()), saving(command))) {
      assertThatThrownBy(() -> run(work)).isInstanceOf(BadDataException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(bench.remarks)
        .anyMatch(
            remark -> remark.startsWith("its input cannot be streamed any more: the command"));
  }

  /** The checkpoint that it continued from is not to blame. */
  @Test
  void run_inputIsDamagedAgainAndAgain_continuesFromTheSameCheckpoint() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    for (String step : List.of("1", "2")) {
      assertThatThrownBy(() -> run(saving("save " + step + "; exit 1")))
          .isInstanceOf(ProgramException.class);
    }
    alterShards();
    for (int i = 0; i < 3; i++) {
      bench.remarks.clear();
      assertThatThrownBy(() -> run(saving(StreamReader.lines("$IN", "1,1"))))
          .isInstanceOf(BadDataException.class);
      assertThat(bench.remarks)
          .anyMatch(remark -> remark.contains("continues from checkpoint 2/1 (step-2,"));
    }
  }

  /** It reads another shard to save what it has. */
  @Test
  void run_stopped_servesUntilTheCommandHasSaved() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    String command =
        "trap '%s > $IN.read; save 7; exit 0' TERM; touch $IN.ready; while :; do sleep 0.05; done"
            .formatted(StreamReader.lines("$IN", "1,1"));
    Thread stopping =
        new Thread(
            () -> {
              try {
                while (!Files.exists(bench.work.resolve("in/input.ready"))) {
                  Thread.sleep(5);
                }
              } catch (InterruptedException e) {
                return;
              }
              bench.stop.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGTERM"));
            });
    stopping.start();

    assertThatThrownBy(() -> run(saving(command))).isInstanceOf(StoppedException.class);

    stopping.join();
    assertThat(bench.work.resolve("in/input.read")).hasContent(String.join("\n", lines()));
    assertThat(bench.remarks).anyMatch(remark -> remark.contains("step-7"));
    assertThat(bench.output.manifest()).isEmpty();
  }
}
