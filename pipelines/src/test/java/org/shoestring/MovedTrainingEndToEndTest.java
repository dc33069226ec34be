package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.train.curve.CurveReader;

/**
 * The sample's experiment from raw text to BLEU with PyTorch, on two machines that share a
 * workspace in S3: stopped on one, killed on the other, stopped on the first again.
 */
@Tag("long")
@Timeout(600)
class MovedTrainingEndToEndTest {
  private static final int STEPS = 600;
  private static final String FILE = "en-de-pytorch.yaml";

  private final Path folder;
  private final Path workspace;

  MovedTrainingEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.workspace = folder.resolve("server/buckets/bucket/w");
    try (Stream<Path> files = Files.list(SampleTrainer.SAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path file = folder.resolve(FILE);
    String some = "--seed {seed} --every 20 --steps " + STEPS;
    Files.writeString(file, Files.readString(file).replace("--seed {seed}", some));
  }

  @Test
  void run_interruptedThreeTimesAndMovedTwice_endsInTheSameBleuWithAWholeCurve() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    try (S3Server s3 = S3Server.in(folder.resolve("server"))) {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.putAll(PyTorch.environment());
      Shoestring here = Shoestring.in(folder).in(environment);
      String alone = last(here.run("run", FILE).good().out());
      assertThat(alone).startsWith("bleu\tBLEU\t");
      Path own = folder.resolve("workspace");
      Shoestring first = here.onMachine("a");
      Shoestring second = here.onMachine("b");

      Shoestring.Result stopped = interrupted(first, "INT", 100);
      Shoestring.Result killed = interrupted(second, "KILL", 200);
      Shoestring.Result ended = interrupted(first, "TERM", 300);
      Shoestring.Result end = first.run(run()).good();

      assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
      assertThat(stopped.err()).contains("attempt 1 starts from nothing");
      assertThat(killed.code()).as(killed.err()).isNotZero();
      assertThat(killed.err()).contains("attempt 2 continues from checkpoint 1/");
      assertThat(ended.code()).as(ended.err()).isEqualTo(75);
      assertThat(ended.err()).contains("attempt 3 continues from checkpoint 2/");
      assertThat(end.err()).contains("attempt 4 continues from checkpoint 3/");
      assertThat(last(end.out())).isEqualTo(alone);
      assertThat(curve(workspace)).hasSize(3 * STEPS / 20).isEqualTo(curve(own));
    }
  }

  private static String[] run() {
    return new String[] {"run", FILE, "--set", "workspace=s3://bucket/w", "--lease", "5s"};
  }

  private static String last(String out) {
    return out.lines().reduce("", (before, line) -> line);
  }

  /** Sends a signal when a checkpoint of that step or a later one is on the storage. */
  private Shoestring.Result interrupted(Shoestring machine, String signal, int step)
      throws Exception {
    Shoestring.Running running = machine.start(run());
    while (running.process().isAlive() && SavedNames.highestStep(workspace) < step) {
      Thread.sleep(20);
    }
    List<ProcessHandle> all = running.process().descendants().toList();
    running.signal(signal);
    if (signal.equals("KILL")) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    return running.end();
  }

  /** What was measured on the line that led to the result. */
  private static List<String> curve(Path workspace) throws IOException {
    List<String> points = new ArrayList<>();
    try (Stream<Path> keys = Files.list(workspace.resolve("_curves"))) {
      String key = keys.toList().get(0).getFileName().toString();
      CurvePlace place =
          new CurvePlace(Stores.withoutOptions().at(workspace.toString()), CurvePlace.ROOT + key);
      CurveReader.of(place)
          .forEach(
              (point, isSuperseded) -> {
                if (!isSuperseded) {
                  points.add(point.step() + " " + point.metric() + " " + point.value());
                }
              });
    }
    return points;
  }
}
