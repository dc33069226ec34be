package org.shoestring.experiment.shell;

import org.shoestring.spec.Shown;

/** What stands around a place of a text for a shell, and how a value is written there. */
public enum Quoting {
  /** Nothing: a value with a blank is put in quotes. */
  BARE {
    @Override
    String write(String value) {
      return quoted(value);
    }
  },
  /** Double quotes. */
  DOUBLE {
    @Override
    String write(String value) {
      return value.replaceAll("[\\\\\"$`]", "\\\\$0");
    }
  },
  /** The braces of a parameter within double quotes. */
  PARAMETER {
    @Override
    String write(String value) {
      return value.replaceAll("[\\\\\"$`}]", "\\\\$0");
    }
  },
  /** Single quotes. */
  SINGLE {
    @Override
    String write(String value) {
      return value.replace("'", "'\\''");
    }
  },
  /** Bash's {@code $'...'}. */
  ESCAPED {
    @Override
    String write(String value) {
      return value.replaceAll("[\\\\']", "\\\\$0");
    }
  },
  /** A here-document that expands. */
  DOCUMENT {
    @Override
    String write(String value) {
      return value.replaceAll("[\\\\$`]", "\\\\$0");
    }
  },
  /** A here-document that does not expand, or a comment. */
  LITERAL {
    @Override
    String write(String value) {
      return value;
    }
  };

  abstract String write(String value);

  /** A word for the shell, quoted where it must be. */
  public static String quoted(String word) {
    return Shown.word(word);
  }
}
