package org.shoestring.transform.splitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.shuffle.split.Splits;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;

/** Splits by hash and by label. */
class SplitByColumnsTest extends SplitTableCase {
  @ParameterizedTest
  @CsvSource({"localFiles", "groupByKey"})
  void label_anyExchange_isExactOverAllAndInProportion(String exchange) throws IOException {
    Table input = table(100, 0, 333, 1, 250);
    Split split = Splits.by(By.LABEL, "train=rest,dev=68,test=20%", "label");

    Manifest manifest = run("out", input, split, 2, exchange, 1 << 20);

    checkComplete("out", split, input);
    assertThat(manifest.lines("dev")).isEqualTo(68);
    assertThat(manifest.lines("test")).isEqualTo(137);
    // Of 684 lines 293 are l0, 196 l1, 195 l2.
    assertThat(labels("dev").toString()).isEqualTo("{l0=29, l1=20, l2=19}");
    assertThat(labels("test").toString()).isEqualTo("{l0=59, l1=39, l2=39}");
    assertThat(sizes(manifest, "train")).hasSize(5);
  }

  private Map<String, Integer> labels(String part) throws IOException {
    Map<String, Integer> labels = new TreeMap<>();
    for (String line : lines("out", part)) {
      labels.merge(line.substring(line.indexOf('\t') + 1), 1, Integer::sum);
    }
    return labels;
  }

  @Test
  void label_oneWorkerOrFour_makeTheSame() throws IOException {
    Table input = table(100, 20, 333);
    Split split = Splits.by(By.LABEL, "train=rest,dev=10%", "label");

    Manifest one = run("one", input, split, 1, "localFiles", 1 << 20);
    Manifest four = run("four", input, split, 4, "groupByKey", 1 << 20);

    assertThat(four.digest("train")).isEqualTo(one.digest("train"));
    assertThat(four.digest("dev")).isEqualTo(one.digest("dev"));
  }

  @Test
  void label_tooManyLabels_namesTheColumn() throws IOException {
    Table input = table(6000, 6000);
    Split split = Splits.by(By.LABEL, "train=rest,dev=10%", "text");

    assertThatThrownBy(() -> run("out", input, split))
        .hasRootCauseInstanceOf(UsageException.class)
        .hasRootCauseMessage(
            "into: text has more than 10000 different labels; split by hash instead, which has no"
                + " such limit");
    assertThat(bench.output("out").manifest()).isEmpty();
  }

  @Test
  void hash_grownTable_keepsEachLineWhereItWas() throws IOException {
    Split split = Splits.by(By.HASH, "train=rest,dev=20%", "text");
    Table small = table(200, 100);
    Table large = table(50, 400, 50);

    run("small", small, split);
    run("large", large, split);

    checkComplete("small", split, small);
    checkComplete("large", split, large);
    assertThat(lines("large", "dev")).containsAll(lines("small", "dev"));
    assertThat(lines("large", "train")).containsAll(lines("small", "train"));
    assertThat(lines("small", "dev")).hasSizeBetween(30, 90);
  }

  @Test
  void hash_ofAColumn_putsEqualOnesOnOneSide() throws IOException {
    List<String> lines =
        IntStream.range(0, 400)
            .mapToObj(i -> String.format(Locale.ROOT, "%06d\tl%d", i, i % 20))
            .toList();
    Table input = bench.table("input", TEXT_LABEL, List.of(lines));

    run("out", input, Splits.by(By.HASH, "a=50%,b=50%", "label"));

    Set<String> both = new HashSet<>(labels("a").keySet());
    both.retainAll(labels("b").keySet());
    assertThat(both).isEmpty();
    assertThat(labels("a").size() + labels("b").size()).isEqualTo(20);
  }
}
