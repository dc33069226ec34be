package org.shoestring.metric.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpilledPairsTest {
  private final Path folder;

  SpilledPairsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void add_negativeZero_isZero() {
    try (SpilledPairs spilled = new SpilledPairs(folder, 1)) {
      spilled.add(-0.0, 1);
      spilled.add(0.0, 0.0);
      spilled.add(-0.0, -0.0);
      assertThat(all(spilled::byReference)).containsExactly("0.0 0.0", "0.0 0.0", "0.0 1.0");
      assertThat(all(spilled.ranked()::forEach)).containsExactly("2.0 1.5", "2.0 1.5", "2.0 3.0");
    }
  }

  @Test
  void add_notFinite_isRefused() {
    try (SpilledPairs spilled = new SpilledPairs(folder)) {
      assertThatThrownBy(() -> spilled.add(Double.NaN, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> spilled.add(1, Double.NEGATIVE_INFINITY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void withWeights_otherNumberOfWeights_isRefused() {
    try (SpilledPairs spilled = new SpilledPairs(folder)) {
      spilled.add(1, 2);
      WeightedPairs pairs = WeightedPairs.of(spilled);
      assertThat(pairs.size()).isEqualTo(1);
      assertThatThrownBy(() -> pairs.withWeights(new int[2]))
          .hasMessage("1 pairs need as many weights, but have 2");
    }
  }

  @Test
  void discordances_moreThanAnIntCounts_isExact() {
    try (SpilledPairs spilled = new SpilledPairs(folder, 30_000)) {
      int size = 100_000;
      for (int i = 0; i < size; i++) {
        spilled.add(i, -i);
      }
      long all = (long) size * (size - 1) / 2;
      assertThat(spilled.discordances()).isEqualTo(all);
      int[] weights = new int[size];
      Arrays.fill(weights, 3);
      assertThat(WeightedPairs.of(spilled).withWeights(weights).discordances()).isEqualTo(9 * all);
    }
  }

  @Test
  void close_afterFilesWereUsed_leavesNone() throws IOException {
    try (SpilledPairs spilled = new SpilledPairs(folder, 2)) {
      for (int i = 0; i < 9; i++) {
        spilled.add(1, 2);
      }
      spilled.ranked().discordances();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactly("lock");
    }
  }

  @Test
  void add_folderCannotBeMade_saysWhere() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (SpilledPairs spilled = new SpilledPairs(file.resolve("spill"), 1)) {
      spilled.add(1, 2);
      assertThatThrownBy(() -> spilled.add(1, 2))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file.resolve("spill") + ": cannot write")
          .hasMessageContaining("--work-dir");
    }
  }

  private static List<String> all(Consumer<NumberPairs.Visitor> order) {
    List<String> visited = new ArrayList<>();
    order.accept((reference, hypothesis, weight) -> visited.add(reference + " " + hypothesis));
    return visited;
  }
}
