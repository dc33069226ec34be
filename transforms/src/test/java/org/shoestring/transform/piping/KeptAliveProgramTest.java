package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;

/** Programs that serve one shard after another. */
class KeptAliveProgramTest extends PipeLinesCase {
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
}
