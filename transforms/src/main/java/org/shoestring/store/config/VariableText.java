package org.shoestring.store.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;

/**
 * A text with environment variables as the shell has them: {@code ${NAME}}, {@code
 * ${NAME:-otherwise}}, also one inside the other.
 */
final class VariableText {
  private static final Pattern BEGIN = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-|\\})");

  private VariableText() {}

  /**
   * The text with the values of the variables; one that is empty counts as not set.
   *
   * @throws UsageException if one is not set and nothing is given otherwise
   */
  static String expand(String where, String text, Function<String, @Nullable String> environment) {
    StringBuilder expanded = new StringBuilder();
    Matcher variable = BEGIN.matcher(text);
    int at = 0;
    while (variable.find(at)) {
      boolean hasOther = variable.group(2).equals(":-");
      int end = hasOther ? end(text, variable.end()) : variable.end();
      if (end < 0) {
        break;
      }
      expanded.append(text, at, variable.start());
      String value = environment.apply(variable.group(1));
      if (value != null && !value.isEmpty()) {
        expanded.append(value);
      } else if (hasOther) {
        expanded.append(expand(where, text.substring(variable.end(), end - 1), environment));
      } else {
        throw new UsageException(
            where
                + ": '"
                + text
                + "' needs the environment variable "
                + variable.group(1)
                + ", but it is not set; set it with 'export "
                + variable.group(1)
                + "=...'");
      }
      at = end;
    }
    return expanded.append(text.substring(at)).toString();
  }

  /** The end of the brace that was opened before; -1 if it is not closed. */
  private static int end(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        open++;
      } else if (text.charAt(i) == '}' && --open == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
