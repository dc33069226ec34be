package org.shoestring.metric;

import java.util.Arrays;
import org.shoestring.metric.translation.NgramMatches;
import org.shoestring.step.tokenize.TokenSpans;

/**
 * Numbers the distinct tokens of one segment from 0, by their text and not only by its hash, so
 * that n-grams can be compared as numbers.
 */
public final class TokenIds {
  private static final int EMPTY = -1;
  private static final int LARGE = 1 << 20;

  private int[] table = new int[512];
  private int bits;
  private int[] firsts = new int[256];
  private int size;

  /**
   * Numbers all tokens of a segment, as {@link NgramMatches} counts them.
   *
   * @param hypothesis how many tokens are the hypothesis's, the first ones
   * @param symbols takes each token's number, -1 for one that the hypothesis lacks
   */
  public void number(TokenSpans spans, int hypothesis, int[] symbols) {
    clear(hypothesis);
    for (int token = 0; token < hypothesis; token++) {
      int slot = slot(spans, token);
      if (table[slot] == EMPTY) {
        firsts[size] = token;
        table[slot] = size++;
      }
      symbols[token] = table[slot];
    }
    for (int token = hypothesis; token < spans.size(); token++) {
      symbols[token] = table[slot(spans, token)];
    }
  }

  private void clear(int tokens) {
    bits = Math.max(5, 33 - Integer.numberOfLeadingZeros(tokens));
    if (1 << bits > table.length || table.length > LARGE) {
      table = new int[1 << bits];
    }
    if (tokens > firsts.length || firsts.length > LARGE) {
      firsts = new int[Math.max(256, tokens)];
    }
    Arrays.fill(table, 0, 1 << bits, EMPTY);
    size = 0;
  }

  private int slot(TokenSpans spans, int token) {
    int mask = (1 << bits) - 1;
    int slot = (int) ((spans.code(token) * 0x9E3779B97F4A7C15L) >>> (64 - bits));
    while (table[slot] != EMPTY && !spans.isSame(token, firsts[table[slot]])) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
