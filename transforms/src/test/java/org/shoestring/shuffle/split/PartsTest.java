package org.shoestring.shuffle.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.shuffle.Permutation;
import org.shoestring.spec.UsageException;

class PartsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train=rest,dev=200,test=200 | 1000 | 600 200 200",
        "train=rest,dev=200,test=200 | 400 | 0 200 200",
        "dev=10%,test=10%,train=rest | 1000 | 100 100 800",
        "train=0.8,dev=0.1,test=0.1 | 10 | 8 1 1",
        "train=80%,dev=10%,test=10% | 7 | 5 1 1",
        "a=50%,b=50% | 3 | 2 1",
        "a=50%,b=rest | 1 | 1 0",
        "dev=200,train=80% | 1000 | 200 800",
        "dev=5,test=10%,train=rest | 1001 | 5 100 896",
        "all=rest | 7 | 7",
        "all=rest | 0 | 0",
        "a=50%,b=50% | 0 | 0 0",
        "dev=0,train=rest | 5 | 0 5",
        "a=20%,b=20%,c=20%,d=20%,e=20% | 3 | 1 1 1 0 0"
      })
  void counts_sizesFractionsAndRest_areExact(String parts, long lines, String counts) {
    assertThat(Splits.parts(parts).counts(lines))
        .containsExactly(LongStream.of(numbers(counts)).toArray());
  }

  private static long[] numbers(String text) {
    return List.of(text.split(" ", -1)).stream().mapToLong(Long::parseLong).toArray();
  }

  @Property
  void counts_anyFractions_addUpAndAreRoundedByLessThanOne(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 12) Integer> percents,
      @ForAll @LongRange(max = Permutation.MAX_SIZE) long lines) {
    StringBuilder text = new StringBuilder("rest=rest");
    for (int i = 0; i < percents.size(); i++) {
      text.append(",p").append(i).append("=").append(percents.get(i)).append("%");
    }
    long[] counts = Splits.parts(text.toString()).counts(lines);
    assertThat(LongStream.of(counts).sum()).isEqualTo(lines);
    for (int i = 0; i < percents.size(); i++) {
      assertThat(Math.abs(100 * counts[i + 1] - percents.get(i) * lines)).isLessThan(100);
    }
  }

  @Test
  void counts_moreThanThereAre_isToldWithTheNumbers() {
    assertThatThrownBy(() -> Splits.parts("train=rest,dev=200,test=200").counts(399))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: the table has 399 lines, but the parts take 400 (train rest, dev 200, test 200);"
                + " make some parts smaller");
    assertThatThrownBy(() -> Splits.parts("dev=1,train=rest").counts(0))
        .hasMessage(
            "into: the table has 0 lines, but the parts take 1 (dev 1, train rest); make some parts"
                + " smaller");
    assertThatThrownBy(() -> Splits.parts("dev=2,train=90%,test=rest").counts(11))
        .hasMessage(
            "into: the table has 11 lines, but the parts take 12 (dev 2, train 90%, test rest); make"
                + " some parts smaller");
  }

  @Test
  void counts_fewerThanThereAreWithoutRest_isToldWithTheCure() {
    assertThatThrownBy(() -> Splits.parts("dev=200,test=200").counts(1000))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: the table has 1000 lines, but the parts take only 400 (dev 200, test 200); let one"
                + " part be the rest");
  }

  @Test
  void new_fractionsThatDoNotAddUp_areTold() {
    assertThatThrownBy(() -> Splits.parts("train=80%,dev=0.3,test=rest"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: the fractions add up to 110% (train 80%, dev 30%, test rest); make them smaller,"
                + " so that they add up to 100% or less");
    assertThatThrownBy(() -> Splits.parts("train=80%,dev=0.1"))
        .hasMessage(
            "into: the fractions add up to 90% (train 80%, dev 10%); make them add up to 100%, or let"
                + " one part be the rest");
  }

  @Test
  void new_twoRests_areTold() {
    assertThatThrownBy(() -> Splits.parts("a=rest,b=rest"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: only one part can be the rest, but 2 are (a rest, b rest); give the others a"
                + " number of lines or a fraction");
  }

  @ParameterizedTest
  @CsvSource({"_a", "a.b", "a b", "''", "a/b", "-a"})
  void new_badName_saysWhatANameIs(String name) {
    Parts.Part part = new Parts.Part(name, Share.parse("into", "rest"));
    assertThatThrownBy(() -> new Parts("into", List.of(part)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: '"
                + name
                + "' is not a valid name of a part; use letters, digits, '_' and '-', and start with"
                + " a letter or a digit");
  }

  @Test
  void new_reservedName_isRefused() {
    Parts.Part part = new Parts.Part("main", Share.parse("into", "rest"));
    assertThatThrownBy(() -> new Parts("into", List.of(part)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "into: no part may have the name 'main', which is the table of all other stages; choose"
                + " another name");
  }

  @Test
  void new_noneOrTooManyOrTwiceTheSame_isTold() {
    assertThatThrownBy(() -> new Parts("into", List.of()))
        .hasMessage("into: a split must have 1 to 100 parts, but has 0");
    List<Parts.Part> many =
        IntStream.range(0, 101)
            .mapToObj(i -> new Parts.Part("p" + i, Share.parse("into", "1")))
            .toList();
    assertThatThrownBy(() -> new Parts("into", many))
        .hasMessage("into: a split must have 1 to 100 parts, but has 101");
    assertThatThrownBy(() -> Splits.parts("a=1,a=2"))
        .hasMessage("into: part 'a' is named twice; name it once");
  }

  @Test
  void order_restFirst_takesLast() {
    Parts parts = Splits.parts("train=rest,dev=1,test=1");
    assertThat(parts.order()).containsExactly(1, 2, 0);
    assertThat(parts.sized()).containsExactly(1, 2);
  }
}
