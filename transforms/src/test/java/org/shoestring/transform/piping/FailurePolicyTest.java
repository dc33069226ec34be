package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.files.HostName;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.tsv.Columns;
import org.shoestring.worker.HomeMachine;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.Progress;
import org.shoestring.worker.ShellCommand;

/** Programs that fail or hang. */
class FailurePolicyTest extends PipeLinesCase {
  private static final FailurePolicy REPEAT = new FailurePolicy(true, Duration.ZERO);
  private static final FailurePolicy SECOND = new FailurePolicy(false, Duration.ofSeconds(1));

  private PipeLines.Program program(String command, boolean keepAlive, FailurePolicy policy) {
    return new PipeLines.Program(
        ShellCommand.of(command, folder.toString()), keepAlive, 0, EN, policy);
  }

  private Table one() throws IOException {
    return bench.table("one", EN, List.of(List.of("a", "b", "c")));
  }

  private List<String> started() throws IOException {
    return Files.readAllLines(folder.resolve("started"));
  }

  /** Fails unless it was started so many times before. */
  private String failing(int times) {
    return "echo x >> started; echo 'try '$(wc -l < started) >&2; [ $(wc -l < started) -gt "
        + times
        + " ] || exit 3; cat";
  }

  @Test
  void pipe_failureWithoutRepeat_isNotTriedAgain() throws IOException {
    assertThatThrownBy(() -> run(one(), program(failing(1), false, FailurePolicy.PLAIN), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 3")
        .hasMessageContaining("try 1");
    assertThat(started()).hasSize(1);
  }

  @Test
  void pipe_failuresWithRepeat_areTriedAgain() throws IOException {
    run(one(), program(failing(2), false, REPEAT), FIRST);

    assertThat(output()).containsExactly("a", "b", "c");
    assertThat(started()).hasSize(3);
    assertThat(log()).anySatisfy(file -> assertThat(file).endsWith("-failed.txt.gz"));
  }

  @Test
  void pipe_keptAliveFailureWithRepeat_isTriedAgainByANewProgram() throws IOException {
    String once = "echo x >> started; if [ $(wc -l < started) = 2 ]; then exit 3; fi";
    Table two = bench.table("two", EN, List.of(List.of("a"), List.of("b", "c")));

    run(two, program(once + "; exec sed -u 's/^/> /'", true, REPEAT), FIRST);

    assertThat(output()).containsExactly("> a", "> b", "> c");
  }

  @Test
  void pipe_lastFailureWithRepeat_isTold() throws IOException {
    assertThatThrownBy(() -> run(one(), program(failing(9), false, REPEAT), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("ended with exit code 3")
        .hasMessageContaining("try 3");
    assertThat(started()).hasSize(3);
  }

  @Test
  void pipe_silentProgram_isEndedAndTold() throws IOException {
    String command = "head -n 2; echo stuck >&2; exec sleep 600";

    assertThatThrownBy(() -> run(one(), program(command, false, SECOND), FIRST))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(
            "was ended, because it printed nothing for 1s (timeout) after 2 of the 3 lines it was"
                + " given (if it was not stuck, set a longer timeout), on part-")
        .hasMessageEndingWith("the last lines of its stderr:\n    stuck");
  }

  @Test
  void pipe_programThatAnswersAllAndDoesNotEnd_isEnded() {
    String command = "head -n 3; exec sleep 600";

    assertThatThrownBy(() -> run(one(), program(command, false, SECOND), FIRST))
        .hasMessageContaining("printed nothing for 1s (timeout) after 3 of the 3 lines");
  }

  @Test
  void pipe_keptAliveProgramThatDoesNotFlush_isToldTo() {
    assertThatThrownBy(() -> run(one(), program("exec sed s/a/b/", true, SECOND), FIRST))
        .hasMessageContaining(
            "after 0 of the 3 lines it was given (a keep-alive program must flush stdout after each"
                + " line; if it does, set a longer timeout)");
  }

  /** Another machine than the one that made the pipeline. */
  @Test
  void failure_onAnotherMachine_namesIt() throws Exception {
    HomeMachine other = new HomeMachine("laptop");
    ShellCommand command = ShellCommand.of("no-such-program-x", folder.toString());
    PipeLines.Program program =
        new PipeLines.Program(command, false, 0, Columns.of("en"), FailurePolicy.PLAIN);
    Table table = one();
    PipeLines.Input fed = new PipeLines.Input(table.stores(), table.manifest().codec(), 1, FIRST);
    try (ProgramLog log = new ProgramLog(folder.resolve("log"), line -> {});
        LineProgram running = new LineProgram(command, log)) {
      ShardRun run =
          new ShardRun(
              program,
              fed,
              bench.output("output"),
              table.shards().get(0),
              running,
              new ShardRun.Place(command, other));
      assertThatThrownBy(() -> run.pipe(0, new Progress()))
          .isInstanceOf(ProgramException.class)
          .hasMessageContaining(
              "ended with exit code 127 (command not found; programs that are not in the"
                  + " experiment's folder must be installed on each worker), on part-")
          .hasMessageContaining(" on worker " + HostName.get() + "; the last lines of its stderr:")
          .hasMessageContaining("no-such-program-x");
    }
  }
}
