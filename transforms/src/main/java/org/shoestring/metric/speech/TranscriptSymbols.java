package org.shoestring.metric.speech;

import org.shoestring.metric.CodePoints;
import org.shoestring.metric.TokenIds;
import org.shoestring.step.tokenize.PythonText;
import org.shoestring.step.tokenize.TokenSpans;

/** Turns a reference and a hypothesis into numbers, as {@link EditAlignment} takes them. */
abstract class TranscriptSymbols {
  private int reference;
  private int end;

  /** The symbols of both lines, the reference first. */
  abstract int[] number(String reference, String hypothesis);

  /** Where the reference ends. */
  final int reference() {
    return reference;
  }

  /** Where the hypothesis ends. */
  final int end() {
    return end;
  }

  final void setEnds(int reference, int end) {
    this.reference = reference;
    this.end = end;
  }

  /** The words of {@link TranscriptWords}. */
  static final class Words extends TranscriptSymbols {
    private final TokenSpans spans = new TokenSpans();
    private final TokenIds ids = new TokenIds();
    private int[] symbols = new int[256];

    @Override
    int[] number(String reference, String hypothesis) {
      spans.clear();
      TranscriptWords.split(reference, spans);
      int words = spans.size();
      TranscriptWords.split(hypothesis, spans);
      if (symbols.length < spans.size()) {
        symbols = new int[2 * spans.size()];
      }
      ids.number(spans, words, symbols);
      setEnds(words, spans.size());
      return symbols;
    }
  }

  /** Code points, with blanks; those at both ends of a line can be left out. */
  static final class Characters extends TranscriptSymbols {
    private final CodePoints codePoints = new CodePoints(true);
    private final boolean strip;

    Characters(boolean strip) {
      this.strip = strip;
    }

    @Override
    int[] number(String reference, String hypothesis) {
      // The line that is numbered first is the reference here.
      int middle = codePoints.hypothesis(prepare(reference));
      setEnds(middle, codePoints.reference(prepare(hypothesis)));
      return codePoints.symbols();
    }

    private String prepare(String line) {
      if (!strip) {
        return line;
      }
      String stripped = PythonText.stripTrailing(line);
      int start = 0;
      while (start < stripped.length() && PythonText.isBlank(stripped.charAt(start))) {
        start++;
      }
      return stripped.substring(start);
    }
  }
}
