package org.shoestring.lexicon;

import java.util.List;

/**
 * Puts the outputs of a translation together as natural text: marks stick to what they stuck to in
 * the source, and a sentence starts with a capital letter if it did there.
 */
final class Joiner {
  private static final String CLOSING = ".,;:!?)";

  private Joiner() {}

  static String join(List<Hypothesis> outputs, List<Words.Token> tokens) {
    StringBuilder line = new StringBuilder();
    int seen = 0;
    int previous = -1;
    boolean capital = false;
    for (Hypothesis output : outputs) {
      for (; seen <= output.token(); seen++) {
        Words.Token token = tokens.get(seen);
        capital |= token.initial() && Words.startsUpper(token.text());
      }
      if (!line.isEmpty() && !sticks(output, tokens, previous)) {
        line.append(' ');
      }
      boolean word = Words.isWord(output.output());
      line.append(capital && word ? Words.upperFirst(output.output()) : output.output());
      capital &= !word;
      previous = output.added() ? -1 : output.token();
    }
    return line.toString();
  }

  /** Whether an output follows the one before without a blank. */
  private static boolean sticks(Hypothesis output, List<Words.Token> tokens, int previous) {
    boolean word = Words.isWord(output.output());
    Words.Token token = tokens.get(output.token());
    if (output.added() || word != Words.isWord(token.text())) {
      return CLOSING.contains(output.output());
    }
    return token.glued() && (!word || previous == output.token() - 1);
  }
}
