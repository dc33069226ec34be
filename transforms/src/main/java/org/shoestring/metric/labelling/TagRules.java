package org.shoestring.metric.labelling;

/**
 * Rules of two tags that follow each other. A rule is the prefix of the first, that of the second,
 * and a sign: {@code =} where the types must be the same, {@code !} where they must differ, {@code
 * *} where both will do. A point is any prefix.
 */
final class TagRules {
  /** All prefixes; a tag's place in them stands for it. */
  static final String PREFIXES = "OBIESLU";

  private static final int COUNT = PREFIXES.length();
  private static final int LENGTH = 3;

  private final boolean[] same = new boolean[COUNT * COUNT];
  private final boolean[] different = new boolean[COUNT * COUNT];

  /** These rules, with blanks between them. */
  TagRules(String rules) {
    for (int rule = 0; rule < rules.length(); rule += LENGTH + 1) {
      char sign = rules.charAt(rule + 2);
      for (int pair = 0; pair < COUNT * COUNT; pair++) {
        if (isPrefix(rules.charAt(rule), pair / COUNT)
            && isPrefix(rules.charAt(rule + 1), pair % COUNT)) {
          same[pair] |= sign != '!';
          different[pair] |= sign != '=';
        }
      }
    }
  }

  private static boolean isPrefix(char rule, int prefix) {
    return rule == '.' || rule == PREFIXES.charAt(prefix);
  }

  /** Whether there is a rule for these prefixes. */
  boolean match(int first, int second, boolean ofOneType) {
    return (ofOneType ? same : different)[first * COUNT + second];
  }
}
