package org.shoestring.lexicon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A translation of the first tokens of a line: a chain of outputs from the last to the first.
 *
 * @param before the chain so far, null at the start of the line
 * @param output the word or mark put last; empty if a token was left out
 * @param token the place of the token it stands for, or that it is added before
 * @param added whether it stands for nothing in the source
 * @param state the number of the last word that was put
 * @param score the sum of weighted logarithms
 */
record Hypothesis(
    @Nullable Hypothesis before, String output, int token, boolean added, int state, double score) {

  static final Hypothesis START = new Hypothesis(null, "", -1, false, Bigrams.BOUNDARY, 0);

  /** The links of the chain that put something, in the order of the line. */
  List<Hypothesis> outputs() {
    List<Hypothesis> outputs = new ArrayList<>();
    for (Hypothesis link = this; link != null; link = link.before) {
      if (!link.output.isEmpty()) {
        outputs.add(link);
      }
    }
    Collections.reverse(outputs);
    return outputs;
  }
}
