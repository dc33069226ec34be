package org.shoestring.train.measure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Lines of what a program prints, as its bytes come. A carriage return ends a line too, as progress
 * bars have it. A line of more than {@value #LONGEST} bytes is passed over, and so is one without
 * an end: a program that was killed may have been cut off within a number. What is not UTF-8 is in
 * the lines as U+FFFD; escape sequences of terminals are not.
 */
final class OutputLines {
  /** 16 KiB. */
  static final int LONGEST = 1 << 14;

  private static final char ESCAPE = '\u001b';
  private static final Pattern SEQUENCE = Pattern.compile(ESCAPE + "\\[[0-9;?]*[ -/]*[@-~]");

  private final Consumer<String> lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean isTooLong;

  OutputLines(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the next bytes, up to {@code length}. */
  void take(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        end(bytes, start, i);
        start = i + 1;
      }
    }
    keep(bytes, start, length);
  }

  private void end(byte[] bytes, int from, int to) {
    if (begun.size() == 0 && !isTooLong && to - from <= LONGEST) {
      tell(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      return;
    }
    keep(bytes, from, to);
    if (!isTooLong) {
      tell(begun.toString(StandardCharsets.UTF_8));
    }
    begun.reset();
    isTooLong = false;
  }

  private void keep(byte[] bytes, int from, int to) {
    isTooLong |= begun.size() + (to - from) > LONGEST;
    if (isTooLong) {
      begun.reset();
    } else {
      begun.write(bytes, from, to - from);
    }
  }

  private void tell(String line) {
    if (!line.isBlank()) {
      lines.accept(
          line.indexOf(ESCAPE) < 0 ? line : SEQUENCE.matcher(line).replaceAll("")); // Colours.
    }
  }
}
