package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;

/** What programs leave running. */
class LeftChildrenTest extends PipeLinesCase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 1006 & echo $! >> PIDS; cat",
        "(setsid sleep 1007 </dev/null >/dev/null 2>&1 & echo $! >> PIDS); cat"
      })
  void pipeLines_childLeftBehind_isKilledAfterTheLines(String command) throws IOException {
    pipe(command.replace("PIDS", folder + "/pids"), EN, FIRST);

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
}
