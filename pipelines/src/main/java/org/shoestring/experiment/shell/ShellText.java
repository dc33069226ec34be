package org.shoestring.experiment.shell;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text for a shell: its words, and how a value is written at a place of it. What is wrong in the
 * text, such as a quote that is never closed, ends with it: the shell will tell.
 */
public final class ShellText {
  /** Words before a command that are none of its own. */
  public static final List<String> LEADING =
      List.of("if", "then", "else", "elif", "while", "until", "do", "{", "{{", "!", "time");

  private final Cursor read;
  private final List<Token> tokens;

  private ShellText(Cursor read, List<Token> tokens) {
    this.read = read;
    this.tokens = List.copyOf(tokens);
  }

  /** Reads a text. */
  public static ShellText read(String text) {
    Cursor cursor = new Cursor(text);
    return new ShellText(cursor, CommandReader.read(cursor));
  }

  /** Its words and what stands between them, in order. */
  public List<Token> tokens() {
    return tokens;
  }

  /** A value as it is written at a place of the text, by the quotes and backticks around it. */
  public String write(int place, String value) {
    return escaped(place, read.quoting(place).write(value));
  }

  /** Several words as they are written at a place; between quotes they are one text. */
  public String write(int place, List<String> words) {
    String joined = words.stream().map(Quoting::quoted).collect(Collectors.joining(" "));
    return read.quoting(place) == Quoting.BARE ? escaped(place, joined) : write(place, joined);
  }

  private String escaped(int place, String text) {
    String written = text;
    for (int i = 0; i < read.backticks(place); i++) {
      written = written.replaceAll("[\\\\$`]", "\\\\$0");
    }
    return written;
  }
}
