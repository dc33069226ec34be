package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimalsTest {

  @Test
  void fixed_halves_roundAsPythonDoes() {
    // Python 3.11: f"{0.15:.1f} {0.25:.1f} {0.35:.1f} {2.5:.0f} {1e22:.0f}"
    assertThat(Decimals.fixed(0.15, 1)).isEqualTo("0.1");
    assertThat(Decimals.fixed(0.25, 1)).isEqualTo("0.2");
    assertThat(Decimals.fixed(0.35, 1)).isEqualTo("0.3");
    assertThat(Decimals.fixed(2.5, 0)).isEqualTo("2");
    assertThat(Decimals.fixed(1e22, 0)).isEqualTo("10000000000000000000000");
  }
}
