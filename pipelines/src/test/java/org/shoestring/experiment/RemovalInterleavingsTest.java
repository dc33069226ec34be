package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs and collectors in one workspace, suspended between any two requests for any time, and killed
 * now and then, on machines some of whose clocks stand still while they sleep. Somebody removes
 * outputs that are used, by their names, and somebody deletes tombstones. Still, after every single
 * request of anybody, whatever a record names is whole, unless a person wanted it gone, and so is
 * what the work on a claimed output reads. {@code -Dshoestring.seed} repeats one case, {@code
 * -Dshoestring.seeds=5000} tries more.
 */
class RemovalInterleavingsTest {
  private static final int FEW = 20;
  private static final int MANY = Integer.getInteger("shoestring.seeds", 600);
  private static final int ONE = Integer.getInteger("shoestring.seed", -1);

  @TempDir private Path folder = Path.of("");

  @Test
  void run_besideCollectors_neverLosesWhatARecordNames() throws IOException {
    tryOut(FEW);
  }

  @Test
  @Tag("long")
  void run_besideCollectorsInManyOrders_neverLosesWhatARecordNames() throws IOException {
    tryOut(MANY);
  }

  private void tryOut(int seeds) throws IOException {
    int first = Math.max(0, ONE);
    long steps = 0;
    long removed = 0;
    long replaced = 0;
    for (int seed = first; seed < (ONE < 0 ? seeds : ONE + 1); seed++) {
      RemovalCase one = new RemovalCase(folder, seed);
      try {
        one.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dshoestring.seed=" + seed, e);
      }
      steps += one.taken();
      removed += one.removers().removed();
      replaced += one.removers().replaced();
    }
    assertThat(removed)
        .as("outputs removed in %d steps", steps)
        .isGreaterThan(ONE < 0 ? seeds / 2 : -1);
    assertThat(replaced).as("outputs replaced").isGreaterThan(ONE < 0 ? seeds / 2 : -1);
  }
}
