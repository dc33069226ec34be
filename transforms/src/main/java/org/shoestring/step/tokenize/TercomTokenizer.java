package org.shoestring.step.tokenize;

import java.util.EnumSet;
import java.util.Set;

/**
 * The tokenizer of the translation edit rate, equal to sacreBLEU 2.6.0's {@code tercom}. It is no
 * entry of {@link Tokenizers}: it has options of its own, and it lowers case.
 */
public final class TercomTokenizer implements Tokenizer {
  private final boolean caseSensitive;
  private final boolean normalized;
  private final boolean noPunct;
  private final boolean asianSupport;
  private final TercomScanner scanner;
  private final TokenSpans own = new TokenSpans();

  public TercomTokenizer(Set<TercomOption> options) {
    Set<TercomOption> chosen = EnumSet.noneOf(TercomOption.class);
    chosen.addAll(options);
    caseSensitive = chosen.contains(TercomOption.CASE_SENSITIVE);
    normalized = chosen.contains(TercomOption.NORMALIZED);
    noPunct = chosen.contains(TercomOption.NO_PUNCT);
    asianSupport = chosen.contains(TercomOption.ASIAN_SUPPORT);
    scanner = new TercomScanner(asianSupport);
  }

  @Override
  public String tokenize(String line) {
    return own.join(spans -> split(line, spans));
  }

  @Override
  public void split(String line, TokenSpans spans) {
    String text = caseSensitive ? line : PythonText.lower(line);
    if (noPunct) {
      spans.addWords(withoutPunctuation(normalized ? scanner.tokenize(text) : text));
    } else if (normalized) {
      scanner.split(text, spans);
    } else {
      spans.addWords(text);
    }
  }

  private String withoutPunctuation(String line) {
    StringBuilder kept = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (!isPunctuation(c) && !(asianSupport && CjkRanges.isPunctuation(c))) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private static boolean isPunctuation(char c) {
    return switch (c) {
      case '.', ',', '?', ':', ';', '!', '"', '(', ')' -> true;
      default -> false;
    };
  }
}
