package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class SplitPlanTest {
  private static final Columns EN_DE = Columns.of("en", "de");

  private static SplitPlan plan(Split split, List<TsvRow> rows) {
    LabelCounts.Builder labels = new LabelCounts.Builder(split);
    if (split.by() == By.LABEL) {
      rows.stream()
          .collect(Collectors.groupingBy(row -> row.text(1), Collectors.counting()))
          .forEach((label, lines) -> labels.add(0, label, lines));
    }
    return SplitPlan.of(split, EN_DE, rows.size(), labels.finish());
  }

  private static List<TsvRow> rows(int count, int labels) {
    return IntStream.range(0, count)
        .mapToObj(i -> TsvRow.of("line " + i, "l" + i % labels))
        .toList();
  }

  private static List<Integer> parts(Split split, List<TsvRow> rows) {
    SplitPlan.OfShard shard = plan(split, rows).shard(0);
    List<Integer> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      parts.add(shard.part(i, rows.get(i)));
    }
    return parts;
  }

  @Property(tries = 100)
  void position_anySizes_areExact(
      @ForAll @IntRange(max = 300) int dev,
      @ForAll @IntRange(max = 300) int test,
      @ForAll @IntRange(max = 300) int train) {
    Split split = Splits.by(By.POSITION, "train=rest,dev=" + dev + ",test=" + test);
    List<TsvRow> rows = rows(dev + test + train, 3);
    assertThat(Splits.sizes(plan(split, rows), 3, rows)).containsExactly(train, dev, test);
  }

  @Test
  void position_otherSeed_isAnotherSplit() {
    List<TsvRow> rows = rows(1000, 1);
    Parts parts = Splits.parts("a=50%,b=50%");
    List<Integer> one = parts(new Split(By.POSITION, List.of(), parts, Seed.of(1)), rows);
    List<Integer> two = parts(new Split(By.POSITION, List.of(), parts, Seed.of(2)), rows);
    assertThat(agreement(one, two)).isCloseTo(0.5, within(0.06));
  }

  @Test
  void hash_otherSeed_isAnotherSplit() {
    List<TsvRow> rows = rows(1000, 1);
    Parts parts = Splits.parts("a=50%,b=50%");
    List<Integer> one = parts(new Split(By.HASH, List.of(), parts, Seed.of(1)), rows);
    List<Integer> two = parts(new Split(By.HASH, List.of(), parts, Seed.of(2)), rows);
    assertThat(agreement(one, two)).isCloseTo(0.5, within(0.06));
  }

  private static double agreement(List<Integer> one, List<Integer> two) {
    return IntStream.range(0, one.size()).filter(i -> one.get(i).equals(two.get(i))).count()
        / (double) one.size();
  }

  @Test
  void hash_manyLines_areInAboutTheseFractions() {
    Split split = Splits.by(By.HASH, "train=rest,dev=10%,test=0.05");
    List<TsvRow> rows = rows(100_000, 7);
    long[] sizes = Splits.sizes(plan(split, rows), 3, rows);
    // Five standard deviations of a binomial distribution.
    assertThat(sizes[1]).isCloseTo(10_000L, within(475L));
    assertThat(sizes[2]).isCloseTo(5_000L, within(345L));
  }

  @Test
  void hash_wholeAndNothing_areWholeAndNothing() {
    List<TsvRow> rows = rows(1000, 7);
    assertThat(parts(Splits.by(By.HASH, "a=100%,b=rest"), rows)).containsOnly(0);
    assertThat(parts(Splits.by(By.HASH, "a=0%,b=rest"), rows)).containsOnly(1);
    assertThat(parts(Splits.by(By.HASH, "a=0%,b=100%"), rows)).containsOnly(1);
  }

  @Test
  void hash_equalColumns_areInOnePart() {
    List<TsvRow> rows = rows(5000, 40);
    List<Integer> parts = parts(Splits.by(By.HASH, "a=50%,b=rest", "de"), rows);
    for (int i = 40; i < rows.size(); i++) {
      assertThat(parts.get(i)).isEqualTo(parts.get(i % 40));
    }
    assertThat(parts).contains(0, 1);
  }

  @Test
  void hash_moreLinesInAnotherOrder_leavesEachWhereItWas() {
    Split split = Splits.by(By.HASH, "train=rest,dev=10%,test=10%");
    List<TsvRow> before = rows(2000, 7);
    List<TsvRow> after = new ArrayList<>(rows(9000, 7));
    Collections.reverse(after);
    List<Integer> partsBefore = parts(split, before);
    List<Integer> partsAfter = parts(split, after);
    for (int i = 0; i < before.size(); i++) {
      assertThat(partsAfter.get(after.indexOf(before.get(i)))).isEqualTo(partsBefore.get(i));
    }
  }

  @Test
  void hash_largerFirstPart_keepsTheLinesItHad() {
    List<TsvRow> rows = rows(5000, 7);
    List<Integer> before = parts(Splits.by(By.HASH, "dev=10%,train=rest"), rows);
    List<Integer> after = parts(Splits.by(By.HASH, "dev=20%,train=rest"), rows);
    for (int i = 0; i < rows.size(); i++) {
      if (before.get(i) == 0) {
        assertThat(after.get(i)).isEqualTo(0);
      }
    }
  }

  /** Fails when lines go elsewhere; then raise {@link SplitPlan#VERSION}. */
  @Test
  void part_version1_isWhatItWas() {
    List<TsvRow> rows = rows(24, 3);
    assertThat(SplitPlan.VERSION).isEqualTo(1);
    assertThat(text(Splits.by(By.POSITION, "a=30%,b=20%,c=rest"), rows))
        .isEqualTo("ccacbcbacccaacacbccbcaba");
    assertThat(text(Splits.by(By.HASH, "a=30%,b=20%,c=rest"), rows))
        .isEqualTo("acaccccacbaaabccaabcbaac");
    assertThat(text(Splits.by(By.LABEL, "a=30%,b=20%,c=rest", "de"), rows))
        .isEqualTo("ccbaacccaccaabccacbcabbc");
  }

  private static String text(Split split, List<TsvRow> rows) {
    StringBuilder text = new StringBuilder();
    parts(split, rows).forEach(part -> text.append(split.parts().names().get(part)));
    return text.toString();
  }

  @Test
  void label_linesOfEachLabel_areInTheseProportions() {
    Split split = Splits.by(By.LABEL, "train=rest,dev=10%,test=50", "de");
    List<TsvRow> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(TsvRow.of("x" + i, i % 5 == 0 ? "neg" : "pos"));
    }
    TreeMap<String, Integer> sizes = new TreeMap<>();
    List<Integer> parts = parts(split, rows);
    for (int i = 0; i < rows.size(); i++) {
      sizes.merge(rows.get(i).text(1) + parts.get(i), 1, Integer::sum);
    }
    assertThat(sizes.toString())
        .isEqualTo("{neg0=80, neg1=10, neg2=10, pos0=320, pos1=40, pos2=40}");
  }

  @Test
  void label_oneLine_isNotLost() {
    List<TsvRow> rows = List.of(TsvRow.of("a", "one"));
    assertThat(parts(Splits.by(By.LABEL, "dev=10%,train=rest", "de"), rows)).containsExactly(1);
    assertThat(parts(Splits.by(By.LABEL, "dev=1,train=rest", "de"), rows)).containsExactly(0);
  }

  @Test
  void of_sizesByHash_saysWhy() {
    assertThatThrownBy(() -> Splits.by(By.HASH, "dev=200,train=rest"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: part 'dev' must be a fraction (10%) or rest, but is 200 lines; by hash, each line"
                + " is drawn alone, so lines cannot be counted; to get exact numbers, leave out"
                + " 'by: hash'");
  }

  @Test
  void of_columnsThatDoNotFit_sayWhy() {
    assertThatThrownBy(() -> Splits.by(By.LABEL, "dev=200,train=rest"))
        .isInstanceOf(UsageException.class)
        .hasMessage("into: a split by label needs columns; name the columns that hold the label");
    assertThatThrownBy(() -> Splits.by(By.POSITION, "dev=200,train=rest", "en"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: a split by position does not use columns, but columns names en; remove columns, or"
                + " split by hash or by label");
    assertThatThrownBy(() -> Splits.by(By.HASH, "dev=1%,train=rest", "en", "en"))
        .hasMessage("into: column 'en' is named twice; name it once");
    assertThatThrownBy(() -> plan(Splits.by(By.HASH, "dev=1%,train=rest", "fr"), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage("into: unknown column 'fr'; known: en, de");
  }

  @Test
  void named_unknownWay_listsTheKnown() {
    assertThatThrownBy(() -> By.named("e.yaml:5", "random"))
        .isInstanceOf(UsageException.class)
        .hasMessage("e.yaml:5: unknown way to split 'random'; known: position, hash, label");
  }
}
