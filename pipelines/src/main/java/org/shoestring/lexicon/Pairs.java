package org.shoestring.lexicon;

import java.io.IOException;

/**
 * Sentence pairs that can be read again and again, always the same in the same order: training
 * holds none of them in memory and reads all of them in every iteration.
 */
@FunctionalInterface
public interface Pairs {

  /** Gives every pair to the visitor, in order. */
  void forEach(Visitor visitor) throws IOException;

  /** What is done with one pair. */
  @FunctionalInterface
  interface Visitor {
    void pair(String source, String target);
  }
}
