package org.shoestring.experiment.watch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.experiment.shell.Token;

/** What may name a file in a word, and where a path with an unknown beginning may lead. */
final class WordParts {
  /** Longer than any path that Linux or macOS takes. */
  static final int LONGEST = 4096;

  private static final Pattern SEPARATOR = Pattern.compile("[=:,@+\\[\\]{}" + Token.BRACKET + "]");
  private static final Pattern JOINED = Pattern.compile("(?s)-[A-Za-z]([^-].*)");
  private static final Pattern FOLDER_UNKNOWN = Pattern.compile("(?s)" + Token.UNKNOWN + "/+(.+)");
  private static final String ANY_FOLDER = Token.STAR + "/";

  private WordParts() {}

  /** The word, what stands behind an option's letter, and its parts. */
  static Set<String> of(String word) {
    Set<String> parts = new LinkedHashSet<>();
    for (String each : ShellPattern.words(word)) {
      parts.add(each);
      Matcher joined = JOINED.matcher(each);
      if (joined.matches()) {
        parts.add(joined.group(1));
      }
      for (Matcher end = SEPARATOR.matcher(each); end.find(); ) {
        if (each.length() - end.end() <= LONGEST) {
          parts.add(each.substring(end.end()));
        }
      }
      parts.addAll(List.of(SEPARATOR.split(each)));
    }
    parts.removeIf(
        part -> part.isEmpty() || part.length() > LONGEST || part.indexOf(Token.ELSEWHERE) >= 0);
    return parts;
  }

  /**
   * Where a path may lead in the experiment's folder that begins with a folder that is not known,
   * as patterns relative to the experiment's folder: what is not known may be a folder below it, or
   * one around it. Empty for any other path.
   */
  static List<String> places(String path) {
    Matcher unknown = FOLDER_UNKNOWN.matcher(path);
    if (!unknown.matches()) {
      return List.of();
    }
    List<String> places = new ArrayList<>();
    String rest = unknown.group(1);
    places.add(ANY_FOLDER + rest);
    places.add(ANY_FOLDER + ANY_FOLDER + rest);
    places.add(rest);
    for (int slash = rest.indexOf('/'); slash >= 0; slash = rest.indexOf('/', slash + 1)) {
      places.add(rest.substring(slash + 1));
    }
    places.removeIf(ShellPattern::isBare);
    return places;
  }
}
