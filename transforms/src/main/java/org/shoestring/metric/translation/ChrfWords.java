package org.shoestring.metric.translation;

import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.TokenSpans;

/**
 * The words of chrF++: what stands between blanks, with one ASCII punctuation mark taken off, the
 * one at its end if there is one and otherwise the one at its start (Popović 2017).
 */
final class ChrfWords {

  private ChrfWords() {}

  /** Appends a line's words. */
  static void split(String line, TokenSpans spans) {
    int at = spans.load(line);
    int end = spans.length();
    char[] text = spans.text();
    while (at < end) {
      int start = at;
      while (at < end && !PythonText.isBlank(text[at])) {
        at++;
      }
      if (start < at) {
        add(spans, start, at);
      }
      at++;
    }
  }

  private static void add(TokenSpans spans, int start, int end) {
    char[] text = spans.text();
    boolean single = start + spans.charCount(start, end) == end;
    if (!single && isPunctuation(text[end - 1])) {
      spans.add(start, end - 1);
      spans.add(end - 1, end);
    } else if (!single && isPunctuation(text[start])) {
      spans.add(start, start + 1);
      spans.add(start + 1, end);
    } else {
      spans.add(start, end);
    }
  }

  private static boolean isPunctuation(char c) {
    return (c >= '!' && c <= '/')
        || (c >= ':' && c <= '@')
        || (c >= '[' && c <= '`')
        || (c >= '{' && c <= '~');
  }
}
