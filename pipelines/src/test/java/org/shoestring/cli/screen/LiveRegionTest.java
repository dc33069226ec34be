package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shoestring.cli.screen.Screen.Size;

class LiveRegionTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Size size = new Size(20, 6);
  private final LiveRegion region =
      new LiveRegion(
          new PrintStream(written, true, StandardCharsets.UTF_8),
          StandardCharsets.UTF_8,
          () -> size);
  private final PrintStream above = region.above();

  private List<String> shown() {
    return new VirtualTerminal(size.columns(), size.rows())
        .print(written.toString(StandardCharsets.UTF_8))
        .lines();
  }

  private void show(String... lines) {
    region.show(room -> List.of(lines));
  }

  @Test
  void show_twice_replacesAllLines() {
    show("one 1", "two 1");
    show("one 2", "two 2");
    assertThat(shown()).containsExactly("one 2", "two 2");
  }

  @Test
  void show_shorterAndFewer_leavesNothingStale() {
    show("one is long", "two");
    above.println("two done");
    show("one");
    assertThat(shown()).containsExactly("two done", "one");
  }

  @Test
  void above_whileLinesAreShown_staysAboveThem() {
    above.println("before");
    show("live");
    above.println("first");
    above.print("sec");
    show("live again");
    assertThat(shown()).containsExactly("before", "first", "live again");
    above.println("ond");
    assertThat(shown()).containsExactly("before", "first", "second", "live again");
  }

  @Test
  void show_longerThanTheTerminal_isCutBeforeItsLastColumn() {
    show("0123456789012345678901234567", "two");
    show("0123456789012345678901234567", "two");
    assertThat(shown()).containsExactly("0123456789012345...", "two");
  }

  @Test
  void show_moreThanTheTerminalHasRows_showsTheFirst() {
    String[] lines = IntStream.range(0, 9).mapToObj(Integer::toString).toArray(String[]::new);
    show(lines);
    show(lines);
    assertThat(shown()).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void show_narrowerTerminal_goesAboveTheRowsThatItBroke() {
    show("0123456789012345", "x");
    written.reset();
    size = new Size(10, 6);
    show("y");
    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001B[3Ay\u001B[K\n\u001B[J");
  }

  @Test
  void close_linesShown_removesThemAndKeepsWhatWasPrinted() {
    show("live", "more");
    above.print("no line feed");
    region.close();
    region.close();
    above.println("after");
    show("too late");
    assertThat(shown()).containsExactly("no line feed", "after");
  }
}
