package org.shoestring.metric.translation;

import java.util.Arrays;

/**
 * The longest sequence of symbols that two lines have in common, gaps allowed. The table of lengths
 * is held as bits, 64 symbols of the first line a word, one for each place where the length does
 * not grow (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
 */
final class CommonSubsequence {
  private static final int LARGE = 1 << 20;

  /** By symbol: the places in the current 64 of the first line where it stands. */
  private long[] places = new long[256];

  /** By place in the other line: the bit that the addition carried out of the block before. */
  private byte[] carries = new byte[256];

  private long[] rows = new long[256];

  /**
   * Its length.
   *
   * @param symbols all symbols: {@code [from, to)} is the first line, numbered from 0 to below
   *     {@code start}, and {@code [start, stop)} the other one; what it alone has may be -1
   */
  int length(int[] symbols, int from, int to, int start, int stop) {
    makeRoom(start, stop - start);
    int length = 0;
    for (int block = from; block < to; block += 64) {
      long row = block(symbols, block, Math.min(to, block + 64), start, stop, false);
      length += Long.bitCount(~row);
    }
    return length;
  }

  /**
   * Marks which symbols of the first line are part of one longest common subsequence, the one that
   * rouge_score finds: from the ends of both lines an equal symbol is taken, else the other line's
   * symbol is left out where that keeps the length and the first line's does not.
   *
   * @param marked takes true at the place of each of them in {@code symbols}; others stay
   */
  void mark(int[] symbols, int from, int to, int start, int stop, boolean[] marked) {
    int columns = stop - start;
    int blocks = (to - from + 63) >>> 6;
    makeRoom(start, columns);
    if (rows.length < columns || rows.length > LARGE) {
      rows = new long[Math.max(256, columns)];
    }
    byte[][] before = new byte[blocks][];
    for (int block = 0; block < blocks; block++) {
      before[block] = Arrays.copyOf(carries, columns);
      int first = from + (block << 6);
      block(symbols, first, Math.min(to, first + 64), start, stop, false);
    }
    int column = columns;
    for (int block = blocks - 1; block >= 0 && column > 0; block--) {
      int first = from + (block << 6);
      int row = Math.min(to, first + 64);
      System.arraycopy(before[block], 0, carries, 0, columns);
      block(symbols, first, row, start, stop, true);
      while (row > first && column > 0) {
        if (symbols[row - 1] == symbols[start + column - 1]) {
          row--;
          column--;
          marked[row] = true;
        } else if (((rows[column - 1] >>> (row - 1 - first)) & 1) == 0) {
          column--;
        } else {
          row--;
        }
      }
    }
  }

  private long block(int[] symbols, int from, int to, int start, int stop, boolean keep) {
    for (int i = from; i < to; i++) {
      places[symbols[i]] |= 1L << (i - from);
    }
    long row = -1;
    for (int i = start; i < stop; i++) {
      int symbol = symbols[i];
      long equal = symbol < 0 ? 0 : places[symbol];
      long grown = row & equal;
      long sum = row + grown + carries[i - start];
      carries[i - start] = (byte) ((grown | (row & ~sum)) >>> 63);
      row = sum | (row & ~equal);
      if (keep) {
        rows[i - start] = row;
      }
    }
    for (int i = from; i < to; i++) {
      places[symbols[i]] = 0;
    }
    return row;
  }

  private void makeRoom(int symbols, int columns) {
    if (places.length < symbols || places.length > LARGE) {
      places = new long[Math.max(256, symbols)];
    }
    if (carries.length < columns || carries.length > LARGE) {
      carries = new byte[Math.max(256, columns)];
    }
    Arrays.fill(carries, 0, columns, (byte) 0);
  }
}
