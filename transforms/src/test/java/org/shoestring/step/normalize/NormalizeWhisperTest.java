package org.shoestring.step.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.step.Chain;
import org.shoestring.testing.TestOutputs;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * The values are those of openai/whisper 20250625 on Python 3.11 (Unicode 14): {@code
 * BasicTextNormalizer(remove_diacritics, split_letters)(text)}, and {@code
 * EnglishTextNormalizer()(text)} with {@code standardize_spellings.mapping = {}}.
 */
class NormalizeWhisperTest {
  private static final Chain BASIC = enDe("normalize-whisper:columns=en");
  private static final Chain ENGLISH = enDe("normalize-whisper:language=en,columns=en");

  private static String normalize(Chain chain, String text) {
    TsvRow row = TsvRow.of(text, "X");
    TsvRow next = chain.apply(row).row(row);
    return next == null ? "rejected" : next.text(0);
  }

  @Test
  void canonical_default_hasEverySetting() {
    assertThat(enDe("normalize-whisper").canonical())
        .containsExactly(
            "normalize-whisper@1:language=basic,remove-diacritics=false,split-letters=false,"
                + "spellings=,columns=");
  }

  @Test
  void apply_otherColumn_isLeftAlone() {
    assertThat(apply(BASIC, "A, B", "A, B")).containsExactly("change", "a b", "A, B");
  }

  @Test
  void apply_nothingToDo_keepsTheRow() {
    assertThat(apply(BASIC, "a b", "X")).containsExactly("keep");
    assertThat(apply(ENGLISH, "", "X")).containsExactly("keep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Hello, WORLD!|hello world ",
        " a  b\u3000c |' a b c '",
        "[noise] a <unk> b (laughs)|' a b '",
        "a [b> c] d () (e) (()f)|a c d f ",
        "x < y > z ( open|x z open",
        "a()b c[]d 20℃|a b cd 20 c",
        "Élan naïve cafe\u0301|élan naïve café",
        "ﬁne ½ ①  Ⅷ|fine 1 2 1 viii",
        "ΟΔΟΣ. İstanbul|οδος i stanbul",
        "नमस्ते|नमस त ",
        "5 € \uD83D\uDE00 \uD801\uDC00|'5 \uD801\uDC28'",
      })
  void apply_basic_isTheReferences(String text, String expected) {
    assertThat(normalize(BASIC, text)).isEqualTo(expected.replace("'", ""));
  }

  @Test
  void apply_basicOptions_areTheReferences() {
    Chain plain = enDe("normalize-whisper:remove-diacritics=true,columns=en");
    Chain letters = enDe("normalize-whisper:split-letters=true,columns=en");

    assertThat(normalize(plain, "Élan ŒUVRE Straße Łódź þorn नमस्ते"))
        .isEqualTo("elan oeuvre strasse lodz thorn नमसत");
    assertThat(normalize(plain, "\uD805\uDF1Ea")).isEqualTo("a");
    assertThat(normalize(letters, "日本 ab, \u1100\u1161x")).isEqualTo("日 本 a b 가 x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "Mr. Park visited Assoc. Prof. Kim Jr.|mister park visited associate professor kim junior",
        "Let's go, y'all!|let us go you all",
        "She's been where he's got it; I'd gone|she has been where he has got it i had gone",
        "Um, I can't... won't 've mmm 10mm|i can not will not have 10 mm",
        "St. John's Rev. hon|saint john is reverend honorable",
        "Café [x] Œuvre (y) naïve|cafe oeuvre naive",
        "colour|colour",
        "It isn't; I won 't|it is not i will not",
        "Wait.. no...|wait no .",
        "1,000 1,2,3|1000 12 3",
        "two hundred and five|205",
        "five and six|5 and 6",
        "nineteen ninety nine, twenty nineteen|19992019",
        "nine double one, double oh seven|911007",
        "two point five million dollars|$2500000",
        "thirty three thousand and three hundred and thirty third|33333rd",
        "two dollars and seventy cents|$2.70",
        "$0.36 and 3 cents|¢36 and ¢3",
        "forty eight and a half dollars|$48.5",
        "three and a half million people and a half|3500000 people and a half",
        "twenty twelve, minus x, x plus|2012 minus x x plus",
        "two dollars and seven cents|$2.07",
        "minus 500 positive twenty thousand|-500 +20000",
        "seventy six per cent, ninety percent, percent|76% 90% percent",
        "10 th 2 nd 4 s 10km b747|10th 2nd 4s 10 km b 747",
        "one 1 1s ones 1.1|one one ones ones one one",
        "ninth nineth sixes twenties|ninth 9th 6s 20s",
        "point five, point hundred|50",
        "0 point 5 zero point 5|.50.5",
        "ten decillion|10000000000000000000000000000000000",
        "a thousand decillion|a 1000",
        "ten thousand trillion|10000",
        "3.50 3.0 ٣|3.50 3 3",
        "$ x % 5% a.b 3.| x 5% a b 3",
        "x and a half y|x and a half y",
        "Ⅷ 5ﬁ 20℃|viii 5 fi 20 C",
      })
  void apply_english_isTheReferences(String text, String expected) {
    assertThat(normalize(ENGLISH, text)).isEqualTo(expected);
  }

  /** Nothing stands before it, so nothing is left of it. */
  @Test
  void apply_onlyAndAHalf_isEmpty() {
    assertThat(normalize(ENGLISH, "and a half")).isEmpty();
  }

  /** The reference fails here: Python reads no number of more than 4,300 digits. */
  @Test
  void apply_giantNumber_isLeftAsItIs() {
    String giant = "7".repeat(4301);

    assertThat(normalize(ENGLISH, giant + " thousand")).isEqualTo(giant + " 1000");
  }

  @Test
  void apply_spellings_areThoseOfTheTable() {
    assertThat(apply(withSpellings("colour\tcolor", "ise\tize"), "A Colour, colours", "ise"))
        .containsExactly("change", "a color colours", "ize");
  }

  @Test
  void apply_spellingsOfThreeColumns_fails() {
    assertThatThrownBy(() -> apply(withSpellings("a\tb\tc"), "a", "b"))
        .hasRootCauseInstanceOf(BadDataException.class)
        .hasStackTraceContaining("the table of spellings has 3 columns, but needs two");
  }

  private static Chain withSpellings(String... lines) {
    return Chain.ofRows(
        List.of(Spec.parse("test", "normalize-whisper:language=en,spellings=table")),
        Columns.of("en", "de"),
        output -> TestOutputs.table(Columns.of("from", "to"), lines));
  }

  @Test
  void bind_optionOfTheOtherLanguage_isRefused() {
    assertThatThrownBy(() -> enDe("normalize-whisper:language=en,remove-diacritics=true"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'normalize-whisper': remove-diacritics works only with language=basic; en"
                + " always removes diacritics; remove it, or change language");
    assertThatThrownBy(() -> enDe("normalize-whisper:language=en,split-letters=true"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("split-letters works only with language=basic; remove it");
    assertThatThrownBy(() -> enDe("normalize-whisper:spellings=x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("spellings works only with language=en");
    assertThatThrownBy(() -> enDe("normalize-whisper:language=de"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("language must be one of basic, en, but is 'de'");
  }
}
