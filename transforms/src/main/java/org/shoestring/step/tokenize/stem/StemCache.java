package org.shoestring.step.tokenize.stem;

/** Stems of words that came before, in a table where a word takes the place of another one. */
public final class StemCache {
  private static final int BITS = 12;
  private static final int LONGEST = 20;
  private static final int WIDTH = 2 * LONGEST;

  private final PorterStemmer stemmer = new PorterStemmer();
  private final long[] codes = new long[1 << BITS];
  private final byte[] lengths = new byte[1 << BITS];
  private final byte[] stemLengths = new byte[1 << BITS];

  /** By place in the table: the word and, {@link #LONGEST} behind it, its stem. */
  private final char[] words = new char[WIDTH << BITS];

  /**
   * Stems the word at {@code [start, end)} in its place and returns where it ends.
   *
   * @param code a hash of the word
   */
  public int stem(char[] text, int start, int end, long code) {
    int length = end - start;
    if (length > LONGEST) {
      return stemmer.stem(text, start, end);
    }
    int place = (int) ((code * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
    int word = place * WIDTH;
    if (codes[place] != code || lengths[place] != length || !isSame(text, start, length, word)) {
      System.arraycopy(text, start, words, word, length);
      int stemEnd = stemmer.stem(text, start, end);
      System.arraycopy(text, start, words, word + LONGEST, stemEnd - start);
      codes[place] = code;
      lengths[place] = (byte) length;
      stemLengths[place] = (byte) (stemEnd - start);
      return stemEnd;
    }
    System.arraycopy(words, word + LONGEST, text, start, stemLengths[place]);
    return start + stemLengths[place];
  }

  private boolean isSame(char[] text, int start, int length, int word) {
    for (int i = 0; i < length; i++) {
      if (text[start + i] != words[word + i]) {
        return false;
      }
    }
    return true;
  }
}
