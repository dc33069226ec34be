package org.shoestring.experiment.watch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.shell.Token;
import org.shoestring.worker.CommandEnvironment;

/** The variables of a shell, as far as a command's text shows their values. */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\0([^\0]*)\0");

  /** A placeholder: it stands for a local copy, or for what is no path. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?<![{$])\\{(?!-?\\d+\\.\\.)[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.-]*}");

  private static final Pattern HOME = Pattern.compile("(?<=^|=|:)~(?=/|$)");

  /** None that is known. */
  static final Variables NONE = new Variables(Map.of());

  private final Map<String, String> values = new HashMap<>();

  /**
   * Variables with these values. Those of this process are none of them, not even {@code HOME}: on
   * another machine they are different.
   */
  Variables(Map<String, String> values) {
    this.values.putAll(values);
  }

  Variables copy() {
    return new Variables(values);
  }

  void restore(Variables before) {
    values.clear();
    values.putAll(before.values);
  }

  /** A word with the values of its variables; what is not known has a mark. */
  String in(String word, @Nullable Path at) {
    String elsewhere = String.valueOf(Token.ELSEWHERE);
    Matcher variable = VARIABLE.matcher(PLACEHOLDER.matcher(word).replaceAll(elsewhere));
    StringBuilder text = new StringBuilder();
    while (variable.find()) {
      variable.appendReplacement(text, Matcher.quoteReplacement(value(variable.group(1), at)));
    }
    String value = variable.appendTail(text).toString();
    return HOME.matcher(value).replaceAll(Matcher.quoteReplacement(value("HOME", at)));
  }

  private String value(String name, @Nullable Path at) {
    if (name.equals("PWD") && at != null) {
      return at.toString();
    }
    if (name.startsWith(CommandEnvironment.PREFIX)) {
      return String.valueOf(Token.ELSEWHERE);
    }
    String known = name.equals("PWD") ? null : values.get(name);
    return known == null ? String.valueOf(Token.UNKNOWN) : known;
  }

  /** Takes over what a command assigns. */
  void assign(CommandWords words, @Nullable Path at) {
    words.assigned().forEach((name, value) -> values.put(name, in(value, at)));
    words.looped().ifPresent(values::remove);
  }

  /** A word as it was written, about. */
  static String shown(String word) {
    return VARIABLE.matcher(word).replaceAll("\\$$1");
  }
}
