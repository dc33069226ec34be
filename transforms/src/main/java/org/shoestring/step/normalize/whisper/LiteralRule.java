package org.shoestring.step.normalize.whisper;

import java.util.List;

/**
 * A piece of text that is replaced wherever it ends at the end of a word and, if it starts with a
 * letter, begins at the start of one.
 */
record LiteralRule(String found, String replacement) {
  /** Contractions, then titles, then what is left of contractions; the order decides. */
  static final List<LiteralRule> ENGLISH =
      List.of(
          new LiteralRule("won't", "will not"),
          new LiteralRule("can't", "can not"),
          new LiteralRule("let's", "let us"),
          new LiteralRule("ain't", "aint"),
          new LiteralRule("y'all", "you all"),
          new LiteralRule("wanna", "want to"),
          new LiteralRule("gotta", "got to"),
          new LiteralRule("gonna", "going to"),
          new LiteralRule("i'ma", "i am going to"),
          new LiteralRule("imma", "i am going to"),
          new LiteralRule("woulda", "would have"),
          new LiteralRule("coulda", "could have"),
          new LiteralRule("shoulda", "should have"),
          new LiteralRule("ma'am", "madam"),
          new LiteralRule("mr", "mister "),
          new LiteralRule("mrs", "missus "),
          new LiteralRule("st", "saint "),
          new LiteralRule("dr", "doctor "),
          new LiteralRule("prof", "professor "),
          new LiteralRule("capt", "captain "),
          new LiteralRule("gov", "governor "),
          new LiteralRule("ald", "alderman "),
          new LiteralRule("gen", "general "),
          new LiteralRule("sen", "senator "),
          new LiteralRule("rep", "representative "),
          new LiteralRule("pres", "president "),
          new LiteralRule("rev", "reverend "),
          new LiteralRule("hon", "honorable "),
          new LiteralRule("asst", "assistant "),
          new LiteralRule("assoc", "associate "),
          new LiteralRule("lt", "lieutenant "),
          new LiteralRule("col", "colonel "),
          new LiteralRule("jr", "junior "),
          new LiteralRule("sr", "senior "),
          new LiteralRule("esq", "esquire "),
          new LiteralRule("'d been", " had been"),
          new LiteralRule("'s been", " has been"),
          new LiteralRule("'d gone", " had gone"),
          new LiteralRule("'s gone", " has gone"),
          new LiteralRule("'d done", " had done"),
          new LiteralRule("'s got", " has got"),
          new LiteralRule("n't", " not"),
          new LiteralRule("'re", " are"),
          new LiteralRule("'s", " is"),
          new LiteralRule("'d", " would"),
          new LiteralRule("'ll", " will"),
          new LiteralRule("'t", " not"),
          new LiteralRule("'ve", " have"),
          new LiteralRule("'m", " am"));

  boolean hasApostrophe() {
    return found.indexOf('\'') >= 0;
  }

  /** {@code n't} is the one that begins inside a word. */
  private boolean startsWord() {
    return found.charAt(0) != '\'' && !found.equals("n't");
  }

  String replaceAll(String text) {
    int at = text.indexOf(found);
    if (at < 0) {
      return text;
    }
    StringBuilder replaced = new StringBuilder(text.length() + 16);
    int copied = 0;
    while (at >= 0) {
      int end = at + found.length();
      if (isWordEnd(text, end) && (!startsWord() || isWordStart(text, at))) {
        replaced.append(text, copied, at).append(replacement);
        copied = end;
        at = text.indexOf(found, end);
      } else {
        at = text.indexOf(found, at + 1);
      }
    }
    return replaced.append(text, copied, text.length()).toString();
  }

  /** Whether no character of a word stands before {@code at}. */
  static boolean isWordStart(CharSequence text, int at) {
    return at == 0 || !Unicode14.isWord(Character.codePointBefore(text, at));
  }

  /** Whether none stands at {@code at}. */
  static boolean isWordEnd(CharSequence text, int at) {
    return at == text.length() || !Unicode14.isWord(Character.codePointAt(text, at));
  }
}
