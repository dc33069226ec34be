package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs and daemons that outlive a killed run: the next run ends them before it starts. */
@Tag("long")
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LeftProgramsEndToEndTest {
  /** The first time, leaves a daemon and a program that both wait; later does its work at once. */
  private static final String ONCE =
      "cd STATE; test -e begun && exec WORK; setsid sh -c 'echo $$ > daemon; sleep 1012' >/dev/null 2>&1 &"
          + " echo $$ > program; while [ ! -s daemon ]; do sleep 0.1; done; touch begun; sleep 1013";

  private final Path folder;
  private final Shoestring shoestring;

  LeftProgramsEndToEndTest(@TempDir Path temp) throws IOException {
    Path experiment = Files.createDirectory(temp.resolve("experiment"));
    this.folder = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    this.shoestring = Shoestring.in(experiment);
    Files.writeString(experiment.resolve("a.tsv"), "a\n");
    Files.writeString(
        experiment.resolve("e.yaml"),
        ("experiment: e\nworkspace: w\nstages:\n  raw: {import: a.tsv, columns: [a]}\n"
                + "  hyp:\n    pipe: raw\n    columns: [h]\n    command: \""
                + ONCE.replace("WORK", "cat")
                + "\"\n  model:\n    train: raw\n    command: \""
                + ONCE.replace("WORK", "touch {out}/x")
                + "\"\n")
            .replace("STATE", folder.toString()));
  }

  @AfterEach
  void endAll() throws IOException {
    for (String name : List.of("program", "daemon")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        long number = Long.parseLong(Files.readString(file).strip());
        ProcessHandle.of(number).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static boolean runs(Path file) throws IOException {
    Path command = Path.of("/proc/" + Files.readString(file).strip() + "/cmdline");
    return Files.exists(command) && !Files.readString(command).isEmpty();
  }

  private void startAndKill(String stage) throws Exception {
    Shoestring.Running running = shoestring.start("run", "e.yaml", stage);
    while (!Files.exists(folder.resolve("begun"))) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(20);
    }
    running.signal("KILL");
    running.process().waitFor();
    assertThat(runs(folder.resolve("program"))).isTrue();
    assertThat(runs(folder.resolve("daemon"))).isTrue();
  }

  @Test
  void run_killedWhilePiping_endsWhatIsLeftBeforeItPipesAgain() throws Exception {
    startAndKill("hyp");
    shoestring.run("run", "e.yaml", "hyp").good();
    assertThat(runs(folder.resolve("program"))).isFalse();
    assertThat(runs(folder.resolve("daemon"))).isFalse();
    try (Stream<Path> left = Files.walk(folder.resolveSibling("experiment/cache"))) {
      assertThat(left.filter(path -> path.endsWith("program"))).isEmpty();
    }
  }

  @Test
  void run_startedInATerminalOfAKilledTraining_endsTheOthersOnly() throws Exception {
    startAndKill("model");
    String mark = mark(folder.resolve("daemon"));
    shoestring.in(Map.of("_SHOESTRING_STARTED", mark)).run("run", "e.yaml", "model").good();
    assertThat(runs(folder.resolve("program"))).isFalse();
    assertThat(runs(folder.resolve("daemon"))).isFalse();
  }

  /** What a process has in its environment that all have which the killed run started. */
  private static String mark(Path file) throws IOException {
    Path environment = Path.of("/proc/" + Files.readString(file).strip() + "/environ");
    String name = "_SHOESTRING_STARTED=";
    return Stream.of(Files.readString(environment, StandardCharsets.UTF_8).split("\0"))
        .filter(variable -> variable.startsWith(name))
        .map(variable -> variable.substring(name.length()))
        .findFirst()
        .orElseThrow();
  }
}
