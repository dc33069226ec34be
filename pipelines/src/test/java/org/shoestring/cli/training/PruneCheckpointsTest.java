package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;

/** {@code checkpoints prune} on a location. */
class PruneCheckpointsTest extends CheckpointsFixture {
  PruneCheckpointsTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void prune_moreThanAreKept_removesTheOldest() throws IOException {
    push("step-1").good();
    push("step-2").good();
    push("step-3").good();

    assertThat(names(verb("prune", "-n", run1, "--keep", "last=2"))).containsExactly("1/1 step-1");
    assertThat(names(verb("ls", run1))).hasSize(3);
    assertThat(names(verb("prune", run1, "--keep", "last=1")))
        .containsExactly("1/1 step-1", "2/1 step-2");

    assertThat(names(verb("ls", run1))).containsExactly("3/1 step-3");
    try (Stream<Path> files = Files.walk(Path.of(run1))) {
      assertThat(files.filter(file -> file.endsWith("_files"))).as("no empty folders").hasSize(1);
    }
    assertThat(verb("prune", run1, "--keep", "last=1").good().err())
        .isEqualTo("shoestring: nothing to remove\n");
    push("step-4").good();
    assertThat(names(verb("ls", run1))).containsExactly("3/1 step-3", "5/1 step-4");
  }

  @Test
  void prune_damaged_goesOnlyIfThatIsSaid() throws IOException {
    push("step-1").good();
    push("step-2").good();
    Files.delete(stored("step-2"));
    assertThat(verb("ls", run1).good().out())
        .contains("newest\n")
        .contains("damaged: step-2 is missing\n");

    assertThat(verb("prune", run1, "--keep", "last=3").good().out()).isEmpty();
    assertThat(names(verb("prune", run1, "--keep", "last=3", "--damaged")))
        .containsExactly("2/1 step-2");

    assertThat(names(verb("ls", run1))).containsExactly("1/1 step-1");
  }

  /** Files of an upload that never finished are named by no manifest. */
  @Test
  void prune_filesThatNoCheckpointNames_areRemoved() throws IOException {
    push("step-1").good();
    Path left = stored("step-1").resolveSibling("step-7");
    Files.writeString(left, "half");

    assertThat(verb("prune", run1, "--keep", "last=3").good().err())
        .isEqualTo("shoestring: 0 checkpoints and 1 file, 4 B, removed\n");

    assertThat(left).doesNotExist();
    assertThat(names(verb("ls", run1))).containsExactly("1/1 step-1");
  }

  @Test
  void pruneAndPush_whileItRuns_areRefused() throws IOException {
    push("step-1").good();
    push("step-2").good();
    LeaseHolder self = LeaseHolder.self();
    LeaseHolder other =
        new LeaseHolder("id", "other-host", self.machine(), self.process(), self.born());
    Path claim = Path.of(run1, "leases/training/000000");
    Files.createDirectories(claim.getParent());
    Files.write(claim, new LeaseClaim(other, Duration.ofSeconds(6), 0, List.of()).content());
    Thread alive = new Thread(() -> renew(claim, other));
    alive.setDaemon(true);
    alive.start();

    Ran pruned = verb("prune", run1, "--keep", "last=1");

    assertThat(pruned.code()).isEqualTo(1);
    assertThat(pruned.err()).contains("other-host (process " + self.process() + ")");
    assertThat(push("step-3").code()).isEqualTo(1);
    alive.interrupt();
    assertThat(names(verb("ls", run1))).hasSize(2);
  }

  private static void renew(Path claim, LeaseHolder holder) {
    try {
      for (int renewals = 1; !Thread.interrupted(); renewals++) {
        Files.write(
            claim, new LeaseClaim(holder, Duration.ofSeconds(6), renewals, List.of()).content());
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Its training may keep the best, which nothing there tells. */
  @Test
  void prune_locationWithoutKeep_isRefused() throws IOException {
    push("step-1").good();

    assertThat(verb("prune", run1).error(2, folder))
        .isEqualTo(
            "run1: say which checkpoints stay, for only the experiment, or the command line of its"
                + " training, tells that; for example: --keep last=3");
  }

  /** The former training of a stage whose command was changed. */
  @Test
  void prune_whatOtherStagesStartFrom_stays() throws IOException {
    String stages =
        """
        model:
          train: raw
          command: >-
            for i in 1 2 3; do echo $i > {checkpoints}/part; mv {checkpoints}/part
            {checkpoints}/step-$i; done; : {out}; exit 1
          checkpoints: "files:pattern=step-*"
          keep: {every: 1}
        """;
    String file = experiment(stages);
    String work = folder.resolve("work").toString();
    assertThat(Ran.by("run", file, "--work-dir", work).code()).isEqualTo(1);
    String key = key(file);
    String training = folder.resolve("w/_checkpoints") + "/" + key;
    assertThat(names(verb("ls", training))).hasSize(3);
    experiment(stages.replace("exit 1", "exit 2") + "  start-from: " + key + "/1/1\n");
    assertThat(Ran.by("run", file, "--work-dir", work).code()).isEqualTo(1);

    assertThat(names(verb("prune", training, "--keep", "last=1"))).containsExactly("1/2 step-2");

    assertThat(names(verb("ls", training))).containsExactly("1/1 step-1", "1/3 step-3");
  }
}
