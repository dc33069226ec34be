package org.shoestring.step.tokenize.stem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PorterStemmerTest {
  private static final String PAPER =
      "caresses caress, ponies poni, ties tie, caress caress, cats cat, feed feed, "
          + "agreed agre, plastered plaster, bled bled, motoring motor, sing sing, "
          + "conflated conflat, troubled troubl, sized size, hopping hop, tanned tan, "
          + "falling fall, hissing hiss, fizzed fizz, failing fail, filing file, "
          + "happy happi, relational relat, conditional condit, rational ration, "
          + "valenci valenc, hesitanci hesit, digitizer digit, conformabli conform, "
          + "radicalli radic, differentli differ, vileli vile, analogousli analog, "
          + "vietnamization vietnam, predication predic, operator oper, feudalism feudal, "
          + "decisiveness decis, hopefulness hope, callousness callous, formaliti formal, "
          + "sensitiviti sensit, sensibiliti sensibl, triplicate triplic, formative form, "
          + "formalize formal, electriciti electr, electrical electr, hopeful hope, "
          + "goodness good, revival reviv, allowance allow, inference infer, "
          + "airliner airlin, gyroscopic gyroscop, adjustable adjust, defensible defens, "
          + "irritant irrit, replacement replac, adjustment adjust, dependent depend, "
          + "adoption adopt, homologou homolog, communism commun, activate activ, "
          + "angulariti angular, effective effect, bowdlerize bowdler, probate probat, "
          + "rate rate, cease ceas, controll control, roll roll";
  private static final String EXTENSIONS =
      "dies die, died die, flies fli, enjoy enjoy, skies sky, dying die, "
          + "innings inning, proceed proceed, geologi geolog, theologi theolog, "
          + "hopefulli hope, nationalli nation, owed owe, syzygy syzygi, yyyying yyyi, "
          + "1990s 1990, eve eve";

  private final PorterStemmer stemmer = new PorterStemmer();

  // The words are the examples of Porter's paper; the stems are those that
  // NLTK 3.10.3 gives: PorterStemmer().stem(word)
  @Test
  void stem_examplesOfThePaper_isThatOfNltk() {
    check(PAPER);
  }

  // NLTK 3.10.3: PorterStemmer().stem(word)
  @Test
  void stem_extensions_isThatOfNltk() {
    check(EXTENSIONS);
  }

  private void check(String pairs) {
    List<String> list = Arrays.asList(pairs.split(", ", -1));
    assertThat(list)
        .allSatisfy(
            pair -> {
              String word = pair.substring(0, pair.indexOf(' '));
              assertThat(word + " " + stem(word)).isEqualTo(pair);
            });
  }

  private String stem(String word) {
    char[] text = ("see " + word + ".").toCharArray();
    int end = stemmer.stem(text, 4, 4 + word.length());
    return new String(text, 4, end - 4);
  }
}
