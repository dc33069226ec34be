package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
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

  @Test
  void fixed_negativeAndNotFinite_asPythonDoes() {
    // Python 3.11: [f"{x:.4f}" for x in (-0.0, -0.00001, 0.03125, nan, inf, -inf)]
    assertThat(DoubleStream.of(-0.0, -0.00001, 0.03125, 0.0 / 0, 1 / 0.0, -1 / 0.0).boxed())
        .map(value -> Decimals.fixed(value, 4))
        .containsExactly("-0.0000", "-0.0000", "0.0312", "nan", "inf", "-inf");
  }

  @Test
  void repr_numbers_asPythonPrintsThem() {
    // Python 3.11: [repr(x) for x in (...)]
    String values =
        "0 -0 1 -2.5 100 58e-5 1e-4 9.999e-5 0.1 0.333333333333333314829616 37.188242"
            + " 123456789012345.6 1e15 9999999999999998 1e16 1.5e16 2e23 1e23 1e100 8.41e21 2e-3"
            + " 4.94e-324 0x1p-44 0x1p-1022 0x1.fffffffffffffp1023 NaN Infinity -Infinity";
    assertThat(List.of(values.split(" ")))
        .map(value -> Decimals.repr(Double.parseDouble(value)))
        .containsExactly(
            "0.0",
            "-0.0",
            "1.0",
            "-2.5",
            "100.0",
            "0.00058",
            "0.0001",
            "9.999e-05",
            "0.1",
            "0.3333333333333333",
            "37.188242",
            "123456789012345.6",
            "1000000000000000.0",
            "9999999999999998.0",
            "1e+16",
            "1.5e+16",
            "2e+23",
            "1e+23",
            "1e+100",
            "8.41e+21",
            "0.002",
            "5e-324",
            "5.684341886080802e-14",
            "2.2250738585072014e-308",
            "1.7976931348623157e+308",
            "nan",
            "inf",
            "-inf");
  }

  @Test
  void repr_anyBits_readsBackAsItself() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Decimals.repr(value))).isEqualTo(value);
      }
    }
  }
}
