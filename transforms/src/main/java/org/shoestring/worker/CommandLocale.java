package org.shoestring.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The locale of commands: {@code C.UTF-8}, or where a system lacks it, the letters of its nearest
 * UTF-8 locale, with order, numbers, dates and messages as in {@code C}.
 */
final class CommandLocale {
  static final String NAME = "C.UTF-8";

  private static final Pattern C_UTF8 = Pattern.compile("(?i)C\\.utf-?8");
  private static final Pattern ENGLISH = Pattern.compile("(?i)en_US\\.utf-?8");
  private static final Pattern UTF8 = Pattern.compile("(?i).+\\.utf-?8");

  private CommandLocale() {}

  /** Looked for once in a process. */
  private static final class Installed {
    static final Map<String, String> VARIABLES = nearest(list());

    private static List<String> list() {
      try {
        Process process =
            new ProcessBuilder("locale", "-a")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .toList();
      } catch (IOException e) {
        return List.of(); // A system without this program, such as one with musl, needs no list.
      }
    }
  }

  /** The variables that set it on this machine. */
  static Map<String, String> variables() {
    return Installed.VARIABLES;
  }

  /** The variables that set it where these locales are installed; C.UTF-8 if that is not known. */
  static Map<String, String> nearest(List<String> installed) {
    List<String> others =
        installed.stream()
            .filter(name -> UTF8.matcher(name).matches())
            .sorted(
                Comparator.comparing((String name) -> !ENGLISH.matcher(name).matches())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    if (others.isEmpty() || installed.stream().anyMatch(name -> C_UTF8.matcher(name).matches())) {
      return Map.of("LC_ALL", NAME);
    }
    return Map.of("LANG", "C", "LC_CTYPE", others.get(0));
  }
}
