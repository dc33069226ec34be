package org.shoestring.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarNameTest {
  private static final List<String> KNOWN =
      List.of("bleu", "chrf", "en", "huggingface", "DATA_OUT");

  @ParameterizedTest
  @CsvSource({
    "blue, bleu", // The same letters.
    "ble, bleu",
    "bleuu, bleu",
    "chrF, chrf",
    "hugging-face, huggingface",
    "hugingfase, huggingface"
  })
  void question_nearlyLikeOne_asksForIt(String given, String meant) {
    assertThat(SimilarName.question(given, KNOWN.stream(), 1))
        .isEqualTo(" (did you mean " + meant + "?)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ter", "rouge", "face", "", "DATA_MODEL"})
  void question_likeNone_isEmpty(String given) {
    assertThat(SimilarName.question(given, KNOWN.stream(), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"es, ''", "enn, ''", "trian, ' (did you mean train?)'"})
  void unknown_namesOfTwoLetters_areNotAskedFor(String given, String question) {
    assertThat(UsageException.unknown("x", "table", given, List.of("en", "train")))
        .hasMessage("x: unknown table '" + given + "'" + question + "; known: en, train");
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "flaw, lawn, 2", "abc, abd, 1"})
  void question_changes_areLevenshteins(String given, String name, int distance) {
    assertThat(SimilarName.question(given, Stream.of(name), distance)).isNotEmpty();
    int fewer = Math.max(distance - 1, 0);
    if (fewer >= name.length() / 3) {
      assertThat(SimilarName.question(given, Stream.of(name), fewer)).isEmpty();
    }
  }
}
