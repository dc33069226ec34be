package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  /** One that is open in no process. */
  private static final int NO_TERMINAL = 987_654;

  @ParameterizedTest
  @CsvSource({"40,40", "200,200", "'',80", "0,80", "-5,80", "wide,80", "19,80", "123456,80"})
  void columns_noTerminal_areThoseOfTheEnvironmentOr80(String value, int expected) {
    Screen file = new Screen(NO_TERMINAL, Map.of("COLUMNS", value, "TERM", "xterm"));
    assertThat(file.columns()).isEqualTo(expected);
    assertThat(file.size()).isEmpty();
    assertThat(file.movesCursor()).isFalse();
  }

  @Test
  void columns_nothingSaid_are80() {
    assertThat(new Screen(NO_TERMINAL, Map.of()).columns()).isEqualTo(80);
  }
}
