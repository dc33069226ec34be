package org.shoestring.train.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerCodeTest {
  /** 134 and 139 are SIGABRT and SIGSEGV: a bad checkpoint may end a program so. */
  @ParameterizedTest
  @CsvSource({
    "0, false, false",
    "1, true, false",
    "127, true, false",
    "134, true, false",
    "139, true, false",
    "129, false, true",
    "130, false, true",
    "143, false, true",
    "137, false, false"
  })
  void code_ofAnEnd_tellsWhoEndedTheCommand(int code, boolean isOwn, boolean wasAsked) {
    TrainerCode end = new TrainerCode(code);

    assertThat(end.isOwnFailure()).isEqualTo(isOwn);
    assertThat(end.wasAskedToEnd()).isEqualTo(wasAsked);
  }
}
