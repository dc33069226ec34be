package org.shoestring.metric.translation;

import java.util.Arrays;
import org.shoestring.metric.LongIds;

/**
 * Counts how many n-grams of a hypothesis stand in its references, each at most as often as in one
 * of them: "clipped" counts, for every order up to a longest one.
 *
 * <p>An n-gram is known by the number of the one without its last symbol and by that symbol, a pair
 * that fits into a long: equal numbers are equal n-grams, whatever the hash. N-grams with a symbol
 * that no reference has are not numbered, and a reference is followed from each place only as far
 * as the hypothesis goes along.
 */
public final class NgramMatches {
  private static final int LARGE = 1 << 20;

  private final int order;
  private final int[] matches;
  private final LongIds ids = new LongIds();
  private boolean[] shared = new boolean[256];

  /** By an n-gram's number: how often the hypothesis and a reference have it, and matches. */
  private int[] counts = new int[1024];

  private int[] seen = new int[1024];
  private int[] matched = new int[1024];
  private int size;

  NgramMatches(int order) {
    this.order = order;
    this.matches = new int[order];
  }

  /** The number of n-grams of one order in so many symbols. */
  static int total(int symbols, int n) {
    return Math.max(0, symbols - n + 1);
  }

  /** The clipped count of an order, from 1, in the lines counted last. */
  int matches(int n) {
    return matches[n - 1];
  }

  /**
   * Counts the matches of some lines, the first being the hypothesis.
   *
   * @param symbols all lines one after another: the hypothesis's distinct symbols are numbered from
   *     0 as they come, and a symbol that it lacks is -1
   * @param ends where each line ends
   */
  void count(int[] symbols, int[] ends, int lines) {
    Arrays.fill(matches, 0);
    int length = ends[0];
    clear(length);
    for (int i = length; i < ends[lines - 1]; i++) {
      if (symbols[i] >= 0) {
        shared[symbols[i]] = true;
      }
    }
    number(symbols, length);
    Arrays.fill(matched, 0, size, 0);
    for (int line = 1; line < lines; line++) {
      follow(symbols, ends[line - 1], ends[line]);
    }
  }

  private void number(int[] symbols, int length) {
    for (int i = 0; i < length; i++) {
      int ngram = symbols[i];
      counts[ngram]++;
      int end = Math.min(length, i + order);
      for (int k = i + 1; k < end && shared[symbols[k - 1]] && shared[symbols[k]]; k++) {
        ngram = add(ngram, symbols[k]);
      }
    }
  }

  private int add(int prefix, int symbol) {
    int ngram = ids.add(key(prefix, symbol));
    if (ngram == size) {
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, 2 * size);
        seen = new int[2 * size];
        matched = new int[2 * size];
      }
      counts[size++] = 0;
    }
    counts[ngram]++;
    return ngram;
  }

  private void follow(int[] symbols, int start, int end) {
    Arrays.fill(seen, 0, size, 0);
    for (int i = start; i < end; i++) {
      int ngram = symbols[i];
      int last = Math.min(end, i + order) - 1;
      for (int k = i; ngram >= 0; ngram = ids.find(key(ngram, symbols[k]))) {
        int count = ++seen[ngram];
        if (count <= counts[ngram] && count > matched[ngram]) {
          matched[ngram] = count;
          matches[k - i]++;
        }
        if (k == last || symbols[++k] < 0) {
          break;
        }
      }
    }
  }

  private static long key(int prefix, int symbol) {
    return (long) prefix << 32 | symbol;
  }

  /** Numbers from 0 are the symbols themselves, those behind them longer n-grams. */
  private void clear(int length) {
    if (length > shared.length || shared.length > LARGE) {
      shared = new boolean[Math.max(256, length)];
    }
    if (length > counts.length || counts.length > LARGE) {
      counts = new int[Math.max(1024, length)];
      seen = new int[counts.length];
      matched = new int[counts.length];
    }
    Arrays.fill(shared, 0, length, false);
    Arrays.fill(counts, 0, length, 0);
    size = length;
    ids.clear(length, (int) Math.min((long) length * (order - 1), 1 << 15));
  }
}
