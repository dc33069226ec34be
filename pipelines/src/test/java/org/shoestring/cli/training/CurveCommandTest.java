package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;

/** {@code curve} on a location. */
class CurveCommandTest extends CheckpointsFixture {
  CurveCommandTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  private void write(String name, String lines) throws IOException {
    Path file = Path.of(run1, "_curves", name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines.replace(' ', '\t'));
  }

  /** The first attempt was killed after step 30, and the second continued from step 20. */
  private void writeTwoAttempts() throws IOException {
    push("step-20").good();
    write("000001/000001.tsv", "1 10 loss 3.0 1000.000\n");
    write(
        "000001/_newest.tsv",
        """
        begin 10
        newest 30 1002.000
        value loss 30 1.0
        next 2
        1 20 loss 2.0 1001.000
        1 30 loss 1.0 1002.000
        """);
    write("000002/000001.tsv", "2 30 loss 1.5 1003.000\n2 40 loss 1.25 1004.000\n");
  }

  @Test
  void curve_killedAndContinued_isWhatLedToTheResult() throws IOException {
    writeTwoAttempts();

    assertThat(Ran.by("curve", run1).good().lines(folder))
        .containsExactly(
            "1\t10\tloss\t3.0\t1000.000",
            "1\t20\tloss\t2.0\t1001.000",
            "2\t30\tloss\t1.5\t1003.000",
            "2\t40\tloss\t1.25\t1004.000");
  }

  @Test
  void curve_all_marksWhatIsSuperseded() throws IOException {
    writeTwoAttempts();

    assertThat(Ran.by("curve", run1, "--all").good().lines(folder))
        .containsExactly(
            "1\t10\tloss\t3.0\t1000.000\t",
            "1\t20\tloss\t2.0\t1001.000\t",
            "1\t30\tloss\t1.0\t1002.000\tsuperseded",
            "2\t30\tloss\t1.5\t1003.000\t",
            "2\t40\tloss\t1.25\t1004.000\t");
  }

  @Test
  void curve_nothingMeasured_tellsHow() throws IOException {
    push("step-20").good();

    Ran ran = Ran.by("curve", run1).good();

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("run1: nothing was measured yet; have the command print lines");
  }

  @Test
  void curve_noTraining_isAnError() {
    assertThat(Ran.by("curve", folder.toString()).error(2, folder))
        .contains("there is no training here; write FILE.yaml:STAGE");
  }
}
