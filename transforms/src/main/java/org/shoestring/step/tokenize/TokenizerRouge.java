package org.shoestring.step.tokenize;

import org.shoestring.step.tokenize.stem.StemCache;

/**
 * The default tokenizer of rouge_score 0.1.2: the text in lower case is split at all that is not a
 * to z or 0 to 9. With the stemmer, tokens of more than three characters are stemmed.
 */
public final class TokenizerRouge implements Tokenizer {
  private static final int SHORT = 3;

  /** The two characters beyond ASCII whose lower case has an ASCII letter: k, and i with a dot. */
  private static final char KELVIN_SIGN = '\u212A';

  private static final char CAPITAL_I_WITH_DOT = '\u0130';

  /** Lower case by ASCII character; 0 for those that split. */
  private static final char[] LOWER = lower();

  private final boolean stem;
  private final StemCache stems = new StemCache();

  /** With the stemmer, or without. */
  public TokenizerRouge(boolean stem) {
    this.stem = stem;
  }

  private static char[] lower() {
    char[] lower = new char[128];
    for (char c = 'a'; c <= 'z'; c++) {
      lower[c] = c;
      lower[c - ('a' - 'A')] = c;
    }
    for (char c = '0'; c <= '9'; c++) {
      lower[c] = c;
    }
    return lower;
  }

  @Override
  public String tokenize(String line) {
    return new TokenSpans().join(spans -> split(line, spans));
  }

  @Override
  public void split(String line, TokenSpans spans) {
    int start = spans.load(line);
    int end = spans.length();
    char[] text = spans.text();
    long code = 0;
    for (int at = start; at < end; at++) {
      char c = text[at];
      char lower = c < LOWER.length ? LOWER[c] : lowerBeyondAscii(c);
      if (lower != 0) {
        text[at] = lower;
        code = TokenSpans.code(code, lower);
      }
      if (lower == 0 || c == CAPITAL_I_WITH_DOT) {
        // The dot of the i splits.
        add(spans, start, lower == 0 ? at : at + 1, code);
        start = at + 1;
        code = 0;
      }
    }
    add(spans, start, end, code);
  }

  private static char lowerBeyondAscii(char c) {
    return c == KELVIN_SIGN ? 'k' : c == CAPITAL_I_WITH_DOT ? 'i' : 0;
  }

  private void add(TokenSpans spans, int start, int end, long code) {
    if (stem && end - start > SHORT) {
      spans.add(start, stems.stem(spans.text(), start, end, code));
    } else if (start < end) {
      spans.add(start, end, code);
    }
  }
}
