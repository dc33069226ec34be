package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring;

/** {@code log}: what programs said, while they run and afterwards, here and elsewhere. */
@Timeout(120)
class LogCommandEndToEndTest {
  private final Path folder;
  private final Shoestring shoestring;

  LogCommandEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.shoestring = Shoestring.in(folder);
    Files.writeString(folder.resolve("a.tsv"), "1\n2\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: a.tsv, columns: [a]}
          m: {train: raw, command: "echo one; until [ -e go ]; do sleep 0.05; done; echo two; touch {out}/x"}
          p: {pipe: raw, command: "echo begins >&2; cat; echo fails >&2; exit 3", columns: [x]}
          quiet: {pipe: raw, command: "cat", columns: [x]}
          after: {pipe: "p:x", command: "cat", columns: [x]}
        """);
  }

  @Test
  void follow_runningStage_printsToItsEndAndThenEveryMachineHasIt() throws Exception {
    Shoestring.Running run = shoestring.start("run", "e.yaml", "m");
    Path log = null;
    while (log == null) {
      try (var files = Files.walk(folder.resolve("cache"))) {
        log = files.filter(file -> file.endsWith("log/log")).findFirst().orElse(null);
      } catch (IOException | java.io.UncheckedIOException e) {
        Thread.sleep(50); // It is being made.
      }
    }
    Shoestring.Running follow = shoestring.piped("log", "e.yaml", "m", "-f");
    try (BufferedReader reader = follow.process().inputReader()) {
      assertThat(reader.readLine()).startsWith("$ echo one; until");
      assertThat(reader.readLine()).isEqualTo("one");
      Files.createDirectory(folder.resolve("go")); // A file would be one that the command names.
      assertThat(reader.readLine()).isEqualTo("two");
      assertThat(reader.readLine()).isNull();
    }
    assertThat(follow.end().good().err()).isEmpty();
    run.end().good();

    for (Shoestring machine : new Shoestring[] {shoestring, shoestring.onMachine("other")}) {
      assertThat(machine.run("log", "e.yaml:m").good().out())
          .startsWith("$ echo one; until")
          .endsWith("\none\ntwo\n");
      assertThat(machine.run("log", "-f", "e.yaml", "m").good().out()).endsWith("\none\ntwo\n");
    }
  }

  @Test
  void log_failedPipe_isThatOfItsFailedProgram() throws Exception {
    assertThat(shoestring.run("run", "e.yaml", "p").code()).isEqualTo(1);

    assertThat(shoestring.run("log", "e.yaml", "p").good().out()).isEqualTo("begins\nfails\n");
    assertThat(shoestring.run("log", "e.yaml", "after").error())
        .isEqualTo("e.yaml: after has no log yet (after p)");
  }

  @Test
  void log_nothingThere_saysWhy() throws Exception {
    assertThat(shoestring.run("log", "e.yaml", "raw").error())
        .isEqualTo(
            "log: stage raw has the type import; only stages of type train or pipe run programs,"
                + " so only these have a log");
    assertThat(shoestring.run("log", "e.yaml").error())
        .isEqualTo("log: name a stage of e.yaml: raw, m, p, quiet, after");
    shoestring.run("run", "e.yaml", "quiet").good();
    assertThat(shoestring.run("log", "e.yaml:quiet").good().err())
        .isEqualTo("shoestring: quiet has no log: its programs printed nothing\n");
  }
}
