package org.shoestring.spec;

import java.util.List;

/** The values that a {@link Parameter} takes. */
public sealed interface Kind {

  /**
   * The one way to write this value, so that equal settings make equal keys.
   *
   * @throws IllegalArgumentException if it is no such value; the message says what is expected
   */
  String canonical(String value);

  /** A whole number in {@code [min, max]}. */
  record Whole(long min, long max) implements Kind {
    @Override
    public String canonical(String value) {
      try {
        long number = Long.parseLong(value.strip());
        if (number >= min && number <= max) {
          return Long.toString(number);
        }
      } catch (NumberFormatException e) {
        // Told below, with the range.
      }
      throw new IllegalArgumentException(allowed(value));
    }

    /** What is allowed, as it is said of a value that is not. */
    public String allowed(String value) {
      return "a whole number" + range(value.strip());
    }

    /** The range; ends that no number reaches are named only to those who went beyond them. */
    private String range(String value) {
      boolean beyond = value.matches("[+-]?[0-9]{10,}");
      if (max < Integer.MAX_VALUE || beyond) {
        return " from " + min + " to " + max;
      }
      return min > Integer.MIN_VALUE ? " of " + min + " or more" : "";
    }
  }

  /** A decimal number in {@code [min, max]}. */
  record Decimal(double min, double max) implements Kind {
    @Override
    public String canonical(String value) {
      try {
        double number = Double.parseDouble(value.strip());
        if (number >= min && number <= max) {
          return plain(number);
        }
      } catch (NumberFormatException e) {
        // Told below, with the range.
      }
      throw new IllegalArgumentException(
          max == Double.POSITIVE_INFINITY || max == Double.MAX_VALUE
              ? "a number of " + plain(min) + " or more"
              : "a number from " + plain(min) + " to " + plain(max));
    }
  }

  private static String plain(double number) {
    return Decimals.shortest(number).toPlainString();
  }

  /** {@code true} or {@code false}. */
  record Flag() implements Kind {
    @Override
    public String canonical(String value) {
      return switch (value.strip()) {
        case "true" -> "true";
        case "false" -> "false";
        default -> throw new IllegalArgumentException("true or false");
      };
    }
  }

  /** One of these words. */
  record Choice(List<String> words) implements Kind {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String canonical(String value) {
      if (words.contains(value)) {
        return value;
      }
      throw new IllegalArgumentException("one of " + String.join(", ", words));
    }
  }

  /** Any text but the empty one. */
  record Text() implements Kind {
    @Override
    public String canonical(String value) {
      if (value.isEmpty()) {
        throw new IllegalArgumentException("a text");
      }
      return value;
    }
  }

  /** Names of columns, joined by {@code +}; whether a table has them is told when one is there. */
  record ColumnNames() implements Kind {
    @Override
    public String canonical(String value) {
      return value.strip();
    }
  }

  /**
   * An output of another stage: {@code STAGE[.TABLE][:COLUMN]} in an experiment, {@code
   * FOLDER[/TABLE][:COLUMN]} elsewhere; whether it is there is told when it is looked for.
   */
  record StageOutput(OutputForm form) implements Kind {
    @Override
    public String canonical(String value) {
      String name = value.strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException("the name of " + form.words());
      }
      return name;
    }
  }
}
