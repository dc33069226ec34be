package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlignedLinesTest {
  private static final List<List<String>> ROWS =
      List.of(
          List.of("raw", "DONE", "3,426 lines"),
          List.of(
              "clean",
              "DONE",
              "3,103 lines, 323 rejected (duplicate 152, empty 31, identical 62, length 16,"
                  + " length_ratio 62)"),
          List.of("hyp", "SKIPPED"));

  @Test
  void of_wideTerminal_isOneLineARow() {
    List<String> expected =
        List.of(
            "raw    DONE  3,426 lines",
            "clean  DONE  3,103 lines, 323 rejected (duplicate 152, empty 31, identical 62,"
                + " length 16, length_ratio 62)",
            "hyp    SKIPPED");
    assertThat(AlignedLines.of(ROWS, 200)).isEqualTo(expected);
    assertThat(AlignedLines.of(ROWS)).isEqualTo(expected);
  }

  @Test
  void of_80Columns_goesOnBelowTheLastField() {
    assertThat(AlignedLines.of(ROWS, 80))
        .containsExactly(
            "raw    DONE  3,426 lines",
            "clean  DONE  3,103 lines, 323 rejected (duplicate 152, empty 31, identical 62,",
            "             length 16, length_ratio 62)",
            "hyp    SKIPPED");
  }

  @Test
  void of_40Columns_goesOnBelowTheLastField() {
    assertThat(AlignedLines.of(ROWS, 40))
        .containsExactly(
            "raw    DONE  3,426 lines",
            "clean  DONE  3,103 lines, 323 rejected",
            "             (duplicate 152, empty 31,",
            "             identical 62, length 16,",
            "             length_ratio 62)",
            "hyp    SKIPPED");
  }

  @Test
  void of_anyWidth_keepsNumbersAndTheirWordsTogether() {
    for (int columns = 40; columns < 110; columns++) {
      for (String line : AlignedLines.of(ROWS, columns)) {
        assertThat(line.strip()).as("%d columns", columns).doesNotMatch("[0-9].*|.* [0-9,]+[0-9]");
        assertThat(line).doesNotMatch(".*(duplicate|empty|identical|length|length_ratio)");
      }
    }
  }

  @Test
  void of_longNames_putsTheLastFieldBelow() {
    assertThat(
            AlignedLines.of(
                List.of(List.of("a-stage-with-a-long-name", "DONE", "12 lines, 3 rejected")), 40))
        .containsExactly("a-stage-with-a-long-name  DONE", "    12 lines, 3 rejected");
  }

  @Test
  void of_pathThatDoesNotFitBeside_standsBelowAndIsNotBroken() {
    String path = "/home/student/experiments/2024-05/en-de/workspace";
    assertThat(AlignedLines.of(List.of(List.of("ok", "folder", path)), 55))
        .containsExactly("ok  folder", "    " + path);
    assertThat(AlignedLines.of(List.of(List.of("ok", "folder", path)), 30))
        .containsExactly("ok  folder", "    " + path);
  }
}
