package org.shoestring.metric.speech;

import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.TokenSpans;

/**
 * The words that jiwer 4's default transform makes of a line: it strips blanks, makes one space of
 * two or more blanks of any kind, and splits at spaces only. So one tab between letters is part of
 * a word.
 */
final class TranscriptWords {

  private TranscriptWords() {}

  /** Appends the words of a line. */
  static void split(String line, TokenSpans spans) {
    int at = spans.load(line);
    char[] text = spans.text();
    int end = spans.length();
    while (end > at && PythonText.isBlank(text[end - 1])) {
      end--;
    }
    while (at < end && PythonText.isBlank(text[at])) {
      at++;
    }
    int start = at;
    while (at < end) {
      if (!PythonText.isBlank(text[at])) {
        at++;
        continue;
      }
      int next = at + 1;
      while (PythonText.isBlank(text[next])) {
        next++;
      }
      if (text[at] == ' ' || next > at + 1) {
        spans.add(start, at);
        start = next;
      }
      at = next;
    }
    if (start < end) {
      spans.add(start, end);
    }
  }
}
