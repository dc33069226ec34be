package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S,0 s ago",
    "PT119.9S,119 s ago",
    "PT2M,2 min ago",
    "PT119M59S,119 min ago",
    "PT2H,2 h ago",
    "PT47H59M,47 h ago",
    "PT48H,2 days ago"
  })
  void ago_span_hasTheLargestUnitOfWhichThereAreTwo(Duration age, String expected) {
    assertThat(Age.ago(age)).isEqualTo(expected);
  }

  @Test
  void of_clockThatIsBehind_isNone() {
    Instant now = Instant.EPOCH;
    assertThat(Age.of(now.plusSeconds(5), now)).isZero();
    assertThat(Age.of(now, now.plusSeconds(5))).hasSeconds(5);
  }
}
