package org.shoestring.experiment.shell;

/**
 * A piece of a text for a shell.
 *
 * @param text of a word, without its quotes; empty for the others
 */
public record Token(Kind kind, String text) {
  /** Stands on both sides of the name of a variable; twice without a name for other expansions. */
  public static final char VARIABLE = '\0';

  /** Stand for the characters of a pattern that no quotes protect. */
  public static final char STAR = '\1', QUESTION = '\2', BRACKET = '\3';

  /** Stands for the value of a variable, or of what a program prints, that is not known. */
  public static final char UNKNOWN = '\4';

  /** Stands for a path that does not lie in the experiment's folder, such as that of a copy. */
  public static final char ELSEWHERE = '\5';

  /** What a piece is. */
  public enum Kind {
    WORD,
    /** What a command reads instead of its standard input. */
    SOURCE,
    /** What a command writes to. */
    TARGET,
    /** The lines of a here-document. */
    DOCUMENT,
    /** The end of a command, after which the same shell goes on. */
    END,
    /** The end of a command that a shell of its own runs. */
    PIPE,
    /** The beginning of commands in a shell of their own, which may stand within a word. */
    OPEN,
    CLOSE
  }

  /** A piece without a text. */
  static Token of(Kind kind) {
    return new Token(kind, "");
  }
}
