package org.shoestring.metric.translation;

import java.util.Arrays;

/** What a type of ROUGE counts in a reference and a hypothesis. */
abstract sealed class RougeMatches {

  /**
   * How much they have in common.
   *
   * @param symbols the tokens of the reference, then those of the hypothesis
   */
  abstract int count(int[] symbols, RougeTokens tokens);

  /** How much a text of so many tokens can have in common. */
  int total(int tokens) {
    return tokens;
  }

  /** Tokens, each as often as it stands in both. */
  static final class Unigrams extends RougeMatches {
    private final TokenCounts counts = new TokenCounts();

    @Override
    int count(int[] symbols, RougeTokens tokens) {
      counts.count(symbols, tokens.firstSize(), tokens.size());
      int hits = 0;
      for (int i = 0; i < tokens.firstSize(); i++) {
        hits += counts.take(symbols[i]);
      }
      return hits;
    }
  }

  /** N-grams, each as often as it stands in both. */
  static final class Ngrams extends RougeMatches {
    private final int order;
    private final NgramMatches matches;
    private final int[] ends = new int[2];

    Ngrams(int order) {
      this.order = order;
      matches = new NgramMatches(order);
    }

    @Override
    int count(int[] symbols, RougeTokens tokens) {
      ends[0] = tokens.firstSize();
      ends[1] = tokens.size();
      matches.count(symbols, ends, 2);
      return matches.matches(order);
    }

    @Override
    int total(int tokens) {
      return NgramMatches.total(tokens, order);
    }
  }

  /** The longest common subsequence of the whole texts. */
  static final class Subsequence extends RougeMatches {
    private final CommonSubsequence common = new CommonSubsequence();

    @Override
    int count(int[] symbols, RougeTokens tokens) {
      return common.length(symbols, 0, tokens.firstSize(), tokens.firstSize(), tokens.size());
    }
  }

  /**
   * For each line of the reference the tokens that it has in common with any line of the
   * hypothesis, each at most as often as it stands in both texts.
   */
  static final class Summary extends RougeMatches {
    private final CommonSubsequence common = new CommonSubsequence();
    private final TokenCounts counts = new TokenCounts();
    private boolean[] marked = new boolean[256];

    @Override
    int count(int[] symbols, RougeTokens tokens) {
      int reference = tokens.firstSize();
      if (tokens.lines() == 2) {
        // One longest common subsequence has no token more often than both texts.
        return common.length(symbols, 0, reference, reference, tokens.size());
      }
      if (marked.length < reference) {
        marked = new boolean[2 * reference];
      }
      Arrays.fill(marked, 0, reference, false);
      for (int line = 0; line < tokens.firstLines(); line++) {
        for (int other = tokens.firstLines(); other < tokens.lines(); other++) {
          common.mark(
              symbols,
              tokens.lineStart(line),
              tokens.lineEnd(line),
              tokens.lineStart(other),
              tokens.lineEnd(other),
              marked);
        }
      }
      // A marked token stands in the reference: only the hypothesis can have it too seldom.
      counts.count(symbols, reference, tokens.size());
      int hits = 0;
      for (int i = 0; i < reference; i++) {
        hits += marked[i] ? counts.take(symbols[i]) : 0;
      }
      return hits;
    }
  }

  /** How often the hypothesis has each token of the reference. */
  private static final class TokenCounts {
    private int[] left = new int[256];

    void count(int[] symbols, int reference, int end) {
      if (left.length < reference) {
        left = new int[2 * reference];
      }
      Arrays.fill(left, 0, reference, 0);
      for (int i = reference; i < end; i++) {
        if (symbols[i] >= 0) {
          left[symbols[i]]++;
        }
      }
    }

    /** 1, and one less is left, if there was any; else 0. */
    int take(int symbol) {
      return left[symbol]-- > 0 ? 1 : 0;
    }
  }
}
