package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.ShellCommand;

@Timeout(60)
class PipeLinesTest {
  private static final Columns EN = Columns.of("en");
  private static final Columns EN_DE = Columns.of("en", "de");
  private static final int[] FIRST = {0};

  private Path folder;
  private Workbench bench;
  private Table input;

  @BeforeEach
  void makeInput(@TempDir Path temp) throws IOException {
    folder = temp;
    bench = new Workbench(folder);
    input =
        bench.table(
            "input",
            EN_DE,
            List.of(List.of("one\teins", "two\tzwei", "three\tdrei"), List.of(), List.of("4\tü")));
  }

  @Test
  void pipeLines_cat_keepsLinesAndCuts() throws IOException {
    Manifest manifest = pipe("cat", EN_DE, new int[] {0, 1});

    assertThat(manifest.digest(TableName.MAIN)).isEqualTo(input.digest());
  }

  @Test
  void pipeLines_selectedFields_areFedInTheirOrder() throws IOException {
    pipe("cat", Columns.of("de", "en"), new int[] {1, 0});

    assertThat(output()).containsExactly("eins\tone", "zwei\ttwo", "drei\tthree", "ü\t4");
  }

  @Test
  void pipeLines_sed_changesLines() throws IOException {
    pipe("sed 's/^/> /'", EN, FIRST);

    assertThat(output()).containsExactly("> one", "> two", "> three", "> 4");
  }

  @Test
  void pipeLines_programThatReadsAllFirst_isGivenAllFirst() throws IOException {
    Table big = big(200_000);

    run(big, program("awk '{l[NR]=$0} END {for (i=1;i<=NR;i++) print \"> \" l[i]}'", EN), FIRST);

    List<String> lines = output();
    assertThat(lines).hasSize(200_000).startsWith("> a line of text, number 0");
    assertThat(lines.get(199_999)).isEqualTo("> a line of text, number 199999");
  }

  @Test
  void pipeLines_fewerLines_fails() {
    assertThatThrownBy(() -> pipe("sed 2d", EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("command 'sed 2d' printed 2 lines for the 3 it was given, on part-")
        .hasMessageEndingWith("it printed nothing to stderr");
    assertThat(manifest()).isFalse();
  }

  @Test
  void pipeLines_moreLines_fails() {
    assertThatThrownBy(() -> pipe("sed p", EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed more lines than the");
  }

  @Test
  void pipeLines_exitCode_failsWithTheEndOfItsErrors() {
    String command = "cat; for i in $(seq 30); do echo error $i >&2; done; exit 3";

    assertThatThrownBy(() -> pipe(command, EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 3, on part-")
        .hasMessageContaining("the last lines of its stderr:\n    error 11\n")
        .hasMessageEndingWith("    error 30");
    assertThat(log()).anySatisfy(file -> assertThat(file).endsWith("-failed.txt.gz"));
  }

  @Test
  void pipeLines_commandNotFound_saysSo() {
    assertThatThrownBy(() -> pipe("no-such-program --fast", EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 127 (command not found)")
        .hasMessageContaining("no-such-program");
  }

  @Test
  void pipeLines_invalidUtf8_namesTheLine() {
    assertThatThrownBy(() -> pipe("awk '{print (NR==3 ? \"\\374\" : $0)}'", EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed a line 3 that is not UTF-8");
  }

  @Test
  void pipeLines_wrongColumns_namesTheLine() {
    assertThatThrownBy(() -> pipe("sed 's/two/t\\to/'", EN, FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed 2 columns in line 2, expected 1 (en)");
  }

  @Test
  void pipeLines_programThatReadsNothing_failsWithoutHanging() throws IOException {
    Table big = big(200_000);

    assertThatThrownBy(() -> run(big, program("true", EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed 0 lines for the 100000 it was given");
    assertThatThrownBy(() -> run(big, program("head -1", EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed 1 lines for the 100000 it was given");
    assertThatThrownBy(() -> run(big, program("exec <&-; echo no >&2; exit 9", EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("exit code 9");
  }

  @RepeatedTest(5) // Killing the program races with reading what it prints.
  void pipeLines_alteredInput_isTheInputsErrorNotTheProgrammes() throws IOException {
    Path shard = Path.of(input.folder(), input.shards().get(0).object());
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> pipe("cat", EN, FIRST)).isInstanceOf(BadDataException.class);
    assertThatThrownBy(() -> run(input, keptAlive("sed -u s/x/y/", EN), FIRST))
        .isInstanceOf(BadDataException.class);
  }

  @Test
  void pipeLines_keptAlive_oneProgramServesAllShards() throws IOException {
    Table many = many();

    bench.run(
        "output",
        Map.of(TableName.MAIN, EN),
        20,
        1,
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(many))
                .apply(
                    "Pipe",
                    PipeLines.of(
                        keptAlive("echo $$ >> " + folder + "/started; exec sed -u 's/^/> /'", EN),
                        many,
                        FIRST,
                        output)));

    assertThat(Files.readAllLines(folder.resolve("started"))).hasSize(1);
    assertThat(output()).hasSize(60).startsWith("> 0.0", "> 0.1").endsWith("> 19.2");
  }

  @Test
  void pipeLines_notKeptAlive_oneProgramAShard() throws IOException {
    pipe("echo $$ >> " + folder + "/started; cat", EN, FIRST);

    assertThat(Files.readAllLines(folder.resolve("started"))).hasSize(3);
  }

  @Test
  void pipeLines_keptAliveShortestAnswers_areNotWaitedForLonger() throws IOException {
    Table small = bench.table("small", EN, List.of(List.of(""), List.of("a")));

    run(small, keptAlive("sed -u 's/x/y/'", EN), FIRST);

    assertThat(output()).containsExactly("", "a");
  }

  @Test
  void pipeLines_keptAliveMoreLines_fails() throws IOException {
    Table many = many(); // What comes late is seen with the next shard.

    assertThatThrownBy(() -> run(many, keptAlive("sed -u p", EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("printed more lines than");
  }

  @Test
  void pipeLines_keptAliveThatDies_failsWithItsExitCode() throws IOException {
    Table first = bench.table("three", EN, List.of(List.of("a", "b", "c")));
    String command = "sed -u 2q; echo gone >&2; exit 7";

    assertThatThrownBy(() -> run(first, keptAlive(command, EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 7")
        .hasMessageEndingWith("gone");
  }

  @Test
  void pipeLines_childLeftInTheBackground_isKilledAfterTheLines() throws IOException {
    pipe("sleep 1006 & echo $! >> " + folder + "/pids; cat", EN, FIRST);

    assertThat(output()).containsExactly("one", "two", "three", "4");
    assertNoneRuns();
  }

  @Test
  void pipeLines_daemonLeftBehindThatHoldsNothing_isKilled() throws IOException {
    String daemon =
        "(setsid sleep 1007 </dev/null >/dev/null 2>&1 & echo $! >> " + folder + "/pids); cat";

    pipe(daemon, EN, FIRST);

    assertThat(output()).containsExactly("one", "two", "three", "4");
    assertNoneRuns();
  }

  @Test
  void pipeLines_childThatHoldsStdoutAndLinesMissing_isNamed() throws IOException {
    Table first = bench.table("three", EN, List.of(List.of("a", "b", "c")));
    String command = "sleep 1008 & echo $! >> " + folder + "/pids; head -n 2";

    assertThatThrownBy(() -> run(first, program(command, EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageMatching(
            "(?s).* printed 2 lines for the 3 it was given, and left running '[^ ]*sleep 1008'"
                + " \\(process \\d+\\), which kept its stdout open and was killed; let the command wait"
                + " for what it starts, on part-.*");
    assertNoneRuns();
  }

  @Test
  void pipeLines_keptAliveThatEndsButLeavesAChild_fails() throws IOException {
    Table first = bench.table("three", EN, List.of(List.of("a", "b", "c")));
    String command = "sleep 1009 & echo $! >> " + folder + "/pids; sed -u 2q";

    assertThatThrownBy(() -> run(first, keptAlive(command, EN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageMatching(
            "(?s).* printed 2 lines for the 3 it was given, and left running '[^ ]*sleep 1009'.*");
    assertNoneRuns();
  }

  @Test
  void pipeLines_keptAliveWithAChild_leavesNoneAtTheEnd() throws IOException {
    String command = "sleep 1010 & echo $! >> " + folder + "/pids; exec sed -u 's/x/y/'";

    run(input, keptAlive(command, EN), FIRST);

    assertThat(output()).containsExactly("one", "two", "three", "4");
    assertNoneRuns();
  }

  @Test
  void pipeLines_childThatPrintsTheRestSoon_isWaitedFor() throws IOException {
    Table first = bench.table("three", EN, List.of(List.of("a", "b", "c")));

    run(first, program("lines=$(cat); (sleep 0.5; echo \"$lines\") &", EN), FIRST);

    assertThat(output()).containsExactly("a", "b", "c");
  }

  /** One that was killed, but that nobody has waited for yet, has no command any more. */
  private void assertNoneRuns() throws IOException {
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertThat(pids).isNotEmpty();
    assertThat(pids)
        .noneMatch(
            pid ->
                ProcessHandle.of(Long.parseLong(pid))
                    .flatMap(process -> process.info().commandLine())
                    .filter(line -> line.contains("sleep"))
                    .isPresent());
  }

  @Test
  void pipeLines_muchStderr_isKeptWithItsBeginningAndEnd() throws IOException {
    Table first = bench.table("three", EN, List.of(List.of("a", "b", "c")));

    run(first, program("seq 1000000 >&2; cat", EN), FIRST);

    assertThat(logText())
        .startsWith("1\n2\n3\n")
        .contains(" bytes are left out here ...]\n")
        .endsWith("\n999999\n1000000\n")
        .hasSizeBetween(2 * ProgramLog.KEPT, 2 * ProgramLog.KEPT + 100);
  }

  @Test
  void pipeLines_stderr_isKeptAsLog() throws IOException {
    pipe("echo started >&2; cat", EN, FIRST);
    assertThat(log()).hasSize(3);
    assertThat(logText()).isEqualTo("started\n".repeat(3));
  }

  @Test
  void pipeLines_keptAliveStderr_isKeptAsLog() throws IOException {
    run(input, keptAlive("echo started >&2; exec sed -u 's/x/y/'", EN), FIRST);

    assertThat(logText()).startsWith("started\n");
  }

  private Manifest pipe(String command, Columns columns, int[] fields) throws IOException {
    return run(input, program(command, columns), fields);
  }

  private PipeLines.Program program(String command, Columns columns) {
    return new PipeLines.Program(ShellCommand.of(command, folder.toString()), false, 0, columns);
  }

  private PipeLines.Program keptAlive(String command, Columns columns) {
    return new PipeLines.Program(ShellCommand.of(command, folder.toString()), true, 0, columns);
  }

  private Manifest run(Table table, PipeLines.Program program, int[] fields) throws IOException {
    return bench.run(
        "output",
        Map.of(TableName.MAIN, program.columns()),
        table.shards().size(),
        (pipeline, output) ->
            pipeline
                .apply("Read", ReadShards.of(table))
                .apply("Pipe", PipeLines.of(program, table, fields, output)));
  }

  private List<String> output() throws IOException {
    return bench.lines("output", TableName.MAIN);
  }

  private boolean manifest() {
    try {
      return bench.output("output").manifest().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> log() {
    List<String> names = new ArrayList<>();
    try {
      bench.eachFile(
          "output",
          (file, stamp) -> {
            if (file.startsWith("_log")) {
              names.add(file.toString());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private String logText() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : log()) {
      Path log = Path.of(bench.output("output").folder(), file);
      try (InputStream in = new GZIPInputStream(Files.newInputStream(log))) {
        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  /** Two shards, each larger than a pipe. */
  private Table big(int lines) throws IOException {
    List<String> all =
        IntStream.range(0, lines).mapToObj(i -> "a line of text, number " + i).toList();
    return bench.table(
        "big", EN, List.of(all.subList(0, lines / 2), all.subList(lines / 2, lines)));
  }

  /** Twenty shards of three lines. */
  private Table many() throws IOException {
    return bench.table(
        "many",
        EN,
        IntStream.range(0, 20).mapToObj(i -> List.of(i + ".0", i + ".1", i + ".2")).toList());
  }
}
