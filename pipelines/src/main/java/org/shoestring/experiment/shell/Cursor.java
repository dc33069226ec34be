package org.shoestring.experiment.shell;

import java.util.Arrays;

/** A place in a text for a shell, and the quoting of all places before it. */
final class Cursor {
  private static final int DEEPEST = 200;

  private final String text;
  private final Quoting[] quoting;
  private final int[] backticks;
  private int at;
  private int depth;
  private int open;

  Cursor(String text) {
    this.text = text;
    this.quoting = new Quoting[text.length()];
    this.backticks = new int[text.length()];
    Arrays.fill(quoting, Quoting.BARE);
  }

  boolean hasMore() {
    return at < text.length();
  }

  int at() {
    return at;
  }

  int length() {
    return text.length();
  }

  /** The next character, or one behind it; NUL behind the end. */
  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  char charAt(int place) {
    return text.charAt(place);
  }

  String since(int begin) {
    return text.substring(begin, at);
  }

  /** What comes next, up to so many characters. */
  String rest(int length) {
    return text.substring(at, Math.min(text.length(), at + length));
  }

  /** Whether this text comes next. */
  boolean isBefore(String next) {
    return text.startsWith(next, at);
  }

  /** Passes over one character, which has this quoting. */
  char take(Quoting as) {
    quoting[at] = as;
    backticks[at] = depth;
    return text.charAt(at++);
  }

  /** Passes over all characters before a place. */
  void takeTo(int end, Quoting as) {
    while (at < end) {
      take(as);
    }
  }

  /**
   * Goes into what stands between brackets; false if that is deeper than anybody writes, and would
   * use up the stack.
   */
  boolean enter() {
    boolean enters = open < DEEPEST;
    open += enters ? 1 : 0;
    return enters;
  }

  /** Goes out of what was entered last. */
  void leave() {
    open--;
  }

  /** From here on, one pair of backticks more is open, or one less. */
  void nest(int pairs) {
    depth += pairs;
  }

  /** The place of the next line feed, or the end. */
  int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  String line(int begin) {
    return text.substring(begin, lineEnd(begin));
  }

  Quoting quoting(int place) {
    return quoting[place];
  }

  /** How many backticks are open around a place. */
  int backticks(int place) {
    return backticks[place];
  }
}
