package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;
import org.shoestring.tsv.TsvRow;

/** Statistics that are numbers with fractions, written as fields and read again. */
class KeptNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auc",
        "average-precision",
        "calibration-error",
        "kendall",
        "log-loss",
        "mse",
        "pearson",
        "spearman"
      })
  void read_writtenStatistics_scoreTheSame(String spec) {
    Random random = new Random(3);
    try (Tally measured = Tally.of(MetricCatalog.bind(Spec.parse("test", spec)));
        Tally read = Tally.of(MetricCatalog.bind(Spec.parse("test", spec)))) {
      for (int i = 0; i < 300; i++) {
        double hypothesis = i == 0 ? 1e-300 : random.nextDouble();
        measured.measure(
            new Segment(Double.toString(hypothesis), List.of(random.nextInt(2) + ".0")));
        measured.add();
        StringBuilder line = new StringBuilder("other\t");
        measured.append(line);
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        TsvRow row = TsvRow.parse(bytes, 0, bytes.length);
        assertThat(row.size()).isEqualTo(1 + read.size());
        read.read(row, 1);
        read.add();
      }
      assertThat(read.scores(1)).isEqualTo(measured.scores(1));
    }
  }
}
