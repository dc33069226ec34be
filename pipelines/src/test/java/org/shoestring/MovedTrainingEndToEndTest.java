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

  private final Path folder;
  private final MovedSample sample;

  MovedTrainingEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.sample = MovedSample.into(folder, STEPS);
  }

  @Test
  void run_interruptedThreeTimesAndMovedTwice_endsInTheSameBleuWithAWholeCurve() throws Exception {
    IgnoredSignals.assumeHeeded("INT");
    try (S3Server s3 = S3Server.in(sample.server())) {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.putAll(PyTorch.environment());
      Shoestring here = Shoestring.in(folder).in(environment);
      String alone = MovedSample.last(here.run("run", MovedSample.FILE).good().out());
      assertThat(alone).startsWith("bleu\tBLEU\t");
      Path own = folder.resolve("workspace");
      Shoestring first = here.onMachine("a");
      Shoestring second = here.onMachine("b");

      Shoestring.Result stopped = sample.interrupted(first, "INT", 100);
      Shoestring.Result killed = sample.interrupted(second, "KILL", 200);
      Shoestring.Result ended = sample.interrupted(first, "TERM", 300);
      Shoestring.Result end = first.run(MovedSample.run()).good();

      assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
      assertThat(stopped.err()).contains("attempt 1 starts from nothing");
      assertThat(killed.code()).as(killed.err()).isNotZero();
      assertThat(killed.err()).contains("attempt 2 continues from checkpoint 1/");
      assertThat(ended.code()).as(ended.err()).isEqualTo(75);
      assertThat(ended.err()).contains("attempt 3 continues from checkpoint 2/");
      assertThat(end.err()).contains("attempt 4 continues from checkpoint 3/");
      assertThat(MovedSample.last(end.out())).isEqualTo(alone);
      assertThat(curve(sample.workspace())).hasSize(3 * STEPS / 20).isEqualTo(curve(own));
    }
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
