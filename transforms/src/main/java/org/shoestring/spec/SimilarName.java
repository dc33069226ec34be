package org.shoestring.spec;

import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name that a mistyped one is nearly like. */
public final class SimilarName {
  private SimilarName() {}

  /**
   * A question whether one of some names was meant: {@code " (did you mean bleu?)"}; empty if none
   * is nearly like what was given.
   *
   * @param changes how many letters of a short name may differ; of a long one, a third may of those
   *     after the beginning that both share: {@code DATA_MODEL} is not meant by {@code DATA_OUT}
   */
  public static String question(String given, Stream<String> names, int changes) {
    return names
        .filter(name -> changes(given, name) <= Math.max(changes, ownLetters(given, name) / 3))
        .min(Comparator.comparingInt(name -> changes(given, name)))
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }

  private static int ownLetters(String given, String name) {
    int shared = 0;
    while (shared < Math.min(given.length(), name.length())
        && given.charAt(shared) == name.charAt(shared)) {
      shared++;
    }
    return name.length() - shared;
  }

  /** How many letters differ; the same ones in another order are one change. */
  private static int changes(String given, String name) {
    return sorted(given).equals(sorted(name))
        ? 1
        : LevenshteinDistance.getDefaultInstance().apply(given, name);
  }

  private static String sorted(String text) {
    return text.chars()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
