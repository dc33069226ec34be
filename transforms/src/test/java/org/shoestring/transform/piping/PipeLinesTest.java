package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.ProgramException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.Columns;

class PipeLinesTest extends PipeLinesCase {
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
}
