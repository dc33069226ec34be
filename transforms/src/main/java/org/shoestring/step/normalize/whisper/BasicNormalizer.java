package org.shoestring.step.normalize.whisper;

import com.ibm.icu.text.BreakIterator;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.shoestring.step.tokenize.PythonText;

/** Whisper's {@code BasicTextNormalizer} (release 20250625), for any language. */
public final class BasicNormalizer implements UnaryOperator<String> {
  private final boolean removeDiacritics;
  private final boolean splitLetters;

  /** A normalizer with the reference's two options. */
  public BasicNormalizer(boolean removeDiacritics, boolean splitLetters) {
    this.removeDiacritics = removeDiacritics;
    this.splitLetters = splitLetters;
  }

  @Override
  public String apply(String text) {
    String outside = SpokenText.withoutBrackets(PythonText.lower(text));
    String clean =
        removeDiacritics
            ? SpokenText.withoutSymbolsAndDiacritics(outside, "")
            : SpokenText.withoutSymbols(outside);
    String lower = PythonText.lower(clean);
    return SpokenText.withSingleBlanks(splitLetters ? letters(lower) : lower);
  }

  /** A blank between any two extended grapheme clusters. */
  private static String letters(String text) {
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text);
    StringBuilder apart = new StringBuilder(2 * text.length());
    int start = 0;
    for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
      if (start > 0) {
        apart.append(' ');
      }
      apart.append(text, start, end);
      start = end;
    }
    return apart.toString();
  }
}
