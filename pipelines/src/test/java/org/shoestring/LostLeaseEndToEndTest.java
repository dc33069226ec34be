package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that was silent for too long, and finds another one at its work when it is back. */
@Tag("long")
@Timeout(300)
class LostLeaseEndToEndTest {
  private static final String PROGRAM =
      "echo $$ >> STATE/begun; until [ -e STATE/go ]; do sleep 0.1; done; ";

  private final Path folder;
  private final Path state;

  LostLeaseEndToEndTest(@TempDir Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    Files.writeString(folder.resolve("raw.tsv"), "a\nb\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: s3://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          hyp: {pipe: raw, command: "PROGRAM tr a-z A-Z", columns: [h]}
          model: {train: raw, command: "PROGRAM echo 1 > {out}/model"}
        """
            .replace("PROGRAM", PROGRAM)
            .replace("STATE", state.toString()));
  }

  /** The numbers of the programs that were started, in order. */
  private List<String> begun() throws IOException {
    Path file = state.resolve("begun");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void awaitPrograms(int count, Shoestring.Running... running) throws Exception {
    while (begun().size() < count) {
      for (Shoestring.Running one : running) {
        assertThat(one.process().isAlive()).isTrue();
      }
      Thread.sleep(20);
    }
  }

  @ParameterizedTest
  @CsvSource({"hyp, direct, false", "hyp, flink-local, true", "model, direct, true"})
  void run_silentForTooLong_stopsAndWaitsForWhoTookOver(
      String stage, String runner, boolean otherDies) throws Exception {
    try (S3Server s3 = S3Server.in(folder.resolve("server"))) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      String[] run = {"run", "e.yaml", stage, "--lease", "10", "--runner", runner};
      Shoestring.Running silent = here.onMachine("a").start(run);
      awaitPrograms(1, silent);
      silent.signal("STOP");
      Shoestring.Running other = here.onMachine("b").start(run);
      awaitPrograms(2, other);

      silent.signal("CONT");

      String took =
          "shoestring: "
              + stage
              + ": "
              + InetAddress.getLocalHost().getHostName()
              + " (process "
              + other.process().pid()
              + ") took over, because this process was silent for too long; waiting for its"
              + " output\n";
      while (!Files.readString(silent.err()).contains(took)) {
        assertThat(silent.process().isAlive()).isTrue();
        Thread.sleep(20);
      }
      while (ProcessHandle.of(Long.parseLong(begun().get(0)))
          .filter(p -> p.isAlive())
          .isPresent()) {
        Thread.sleep(20);
      }
      if (otherDies) {
        other.signal("KILL");
        other.process().waitFor();
        awaitPrograms(3, silent);
      }
      Files.createFile(state.resolve("go"));
      Shoestring.Result result = silent.end().good();

      assertThat(result.out().lines().filter(line -> line.startsWith(stage + " ")))
          .singleElement()
          .asString()
          .contains(otherDies ? " DONE " : " CACHED ");
      assertThat(result.err()).doesNotContain("failed").containsOnlyOnce(took);
      assertThat(begun()).hasSize(otherDies ? 3 : 2);
      if (!otherDies) {
        other.end().good();
      }
    }
  }
}
