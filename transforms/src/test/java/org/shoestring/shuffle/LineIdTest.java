package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineIdTest {
  private static final int LAST_PLACE = (1 << 23) - 1;
  private static final long LAST_LINE = (1L << 40) - 1;

  @Property
  void of_anyLine_givesPlaceAndLineBackInTheOrderOfTheTable(
      @ForAll @IntRange(max = LAST_PLACE) int place,
      @ForAll @LongRange(max = LAST_LINE) long line,
      @ForAll @IntRange(max = LAST_PLACE) int otherPlace,
      @ForAll @LongRange(max = LAST_LINE) long otherLine) {
    long id = LineId.of(place, line);

    assertThat(id).isNotNegative();
    assertThat(LineId.place(id)).isEqualTo(place);
    assertThat(LineId.line(id)).isEqualTo(line);
    assertThat(Long.signum(Long.compare(id, LineId.of(otherPlace, otherLine))))
        .isEqualTo(
            place != otherPlace
                ? Integer.signum(Integer.compare(place, otherPlace))
                : Long.signum(Long.compare(line, otherLine)));
  }

  @ParameterizedTest
  @CsvSource({"8388608, 0", "0, 1099511627776", "-1, 0", "0, -1"})
  void of_outOfRange_isRefused(int place, long line) {
    assertThatThrownBy(() -> LineId.of(place, line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line " + line + " of shard " + place);
  }
}
