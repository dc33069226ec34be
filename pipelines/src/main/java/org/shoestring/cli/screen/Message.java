package org.shoestring.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence for people in lines that fit a terminal. It is broken at blanks, but never inside a
 * word, inside quotes, or in a command at its end: so paths, URLs and commands can be copied.
 */
public final class Message {
  private static final int INDENT = 4;

  /** A blank that no line may end at. */
  static final char UNBROKEN = '\uE000';

  /**
   * What stands in quotes, a name and its value around an equals sign, and what follows a colon and
   * is a command: it begins with this program or {@code sudo}, or with the name of a program and an
   * option.
   */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])'[^']*'(?![\\p{L}\\p{N}])|[^\\s=]+ = [^\\s=]+"
              + "|(?<=: )(?:shoestring |sudo |[a-z0-9]+ --?[A-Za-z])"
              + "(?:'[^']*'|[^;'.]++|\\.(?! ))*+");

  private Message() {}

  /**
   * The lines of a message. If it has several, the first is broken; the others are what a program
   * printed, and stay as they are.
   *
   * @param columns of the terminal; what must not be broken may be wider
   */
  public static List<String> lines(String text, int columns) {
    List<String> given = text.lines().toList();
    List<String> lines = new ArrayList<>();
    if (!given.isEmpty()) {
      lines.addAll(broken(given.get(0), columns, INDENT));
      lines.addAll(given.subList(1, given.size()));
    }
    return lines;
  }

  /**
   * Lines of a sentence.
   *
   * @param indent how many blanks all lines but the first begin with
   */
  static List<String> broken(String sentence, int columns, int indent) {
    String marked =
        WHOLE
            .matcher(sentence)
            .replaceAll(whole -> Matcher.quoteReplacement(whole.group().replace(' ', UNBROKEN)));
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean empty = true;
    for (String word : marked.split(" ", -1)) {
      if (!empty && Cells.width(line + " " + word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(" ".repeat(indent));
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines.stream().map(one -> one.replace(UNBROKEN, ' ').stripTrailing()).toList();
  }
}
