package org.shoestring.transform.piping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.shoestring.table.Table;
import org.shoestring.worker.ProgramLog;

/** What programs said, and what is kept of it. */
class PipeLinesLogTest extends PipeLinesCase {
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
}
