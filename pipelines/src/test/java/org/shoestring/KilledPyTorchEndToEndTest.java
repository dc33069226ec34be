package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The PyTorch trainer of the sample on two machines that share a workspace in S3. The trainer, this
 * program or both are killed at random moments, and either machine goes on: the weights are those
 * of an undisturbed run, bit for bit.
 */
@Tag("long")
@Timeout(900)
class KilledPyTorchEndToEndTest {
  private static final int STEPS = 1050;
  private static final int KILLS = 20;
  private static final int LONGEST_MILLIS = 3000;

  private final Path folder;

  KilledPyTorchEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < 240; i++) {
      raw.append("one ").append(i % 7).append(" is old.\teins ").append(i % 7).append(" alt.\n");
    }
    Files.writeString(folder.resolve("raw.tsv"), raw);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: s3://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [en, de]}
          model:
            train: raw
            command: >-
              exec python3 SAMPLE/train.py --data {input} --dev {input} --out {out}
              --checkpoints {checkpoints} --size 64 --steps STEPS --every 10
        """
            .replace("SAMPLE", SampleTrainer.SAMPLE.toString())
            .replace("STEPS", Integer.toString(STEPS)));
  }

  /** What is killed. */
  private enum Victim {
    TRAINER,
    SHOESTRING,
    BOTH
  }

  @Test
  void run_trainerOrThisProgramOrBothKilled_endsInTheSameWeights() throws Exception {
    Path server = folder.resolve("server");
    Path workspace = server.resolve("buckets/bucket/w");
    try (S3Server s3 = S3Server.in(server)) {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.putAll(PyTorch.environment());
      Shoestring here = Shoestring.in(folder).in(environment);
      List<Shoestring> machines = List.of(here.onMachine("a"), here.onMachine("b"));
      here.run("run", "e.yaml", "--set", "workspace=alone").good();
      Random random = new Random(11);
      List<String> said = new ArrayList<>();
      for (int i = 0; i < KILLS; i++) {
        int step = (i + 1) * STEPS / (KILLS + 2);
        Shoestring.Running running =
            machines.get(random.nextInt(2)).start("run", "e.yaml", "--lease", "5");
        ProcessHandle trainer = awaitTrainer(running);
        awaitSome(random.nextInt(LONGEST_MILLIS), workspace, step);
        Victim victim = Victim.values()[random.nextInt(3)];
        if (victim != Victim.TRAINER) {
          running.signal("KILL");
        }
        if (victim != Victim.SHOESTRING) {
          assertThat(trainer.destroyForcibly()).as("its end").isTrue();
        }
        said.add(victim + ": " + running.end().err());
      }
      said.add(machines.get(random.nextInt(2)).run("run", "e.yaml", "--lease", "5").good().err());

      assertThat(model(workspace))
          .as(String.join("\n", said))
          .hasSameBinaryContentAs(model(folder.resolve("alone")));
      assertThat(String.join("\n", said)).contains(" continues from checkpoint ");
      assertThat(said.get(said.size() - 1)).contains(" continues from checkpoint ");
    }
  }

  /** What this program left at work when it was killed. */
  @AfterEach
  void endTrainers() {
    ProcessHandle.allProcesses()
        .filter(process -> isTrainer(process, folder.toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isTrainer(ProcessHandle process, String mark) {
    String command = process.info().commandLine().orElse("");
    return command.contains("train.py") && command.contains("--out") && command.contains(mark);
  }

  private static ProcessHandle awaitTrainer(Shoestring.Running running) throws Exception {
    while (running.process().isAlive()) {
      Optional<ProcessHandle> trainer =
          running
              .process()
              .descendants()
              .filter(process -> isTrainer(process, "checkpoints"))
              .filter(process -> !process.info().commandLine().orElse("").contains("exec python3"))
              .findFirst();
      if (trainer.isPresent()) {
        return trainer.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("it ended without a trainer: " + running.end().err());
  }

  /** Waits so long, or until a checkpoint of a step is stored, lest it end before it is killed. */
  private static void awaitSome(long millis, Path workspace, int step) throws Exception {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until && SavedNames.highestStep(workspace) < step) {
      Thread.sleep(20);
    }
  }

  private static Path model(Path workspace) throws IOException {
    try (Stream<Path> files = Files.walk(workspace.resolve("outputs"))) {
      return files.filter(file -> file.endsWith("model.pt")).findFirst().orElseThrow();
    }
  }
}
