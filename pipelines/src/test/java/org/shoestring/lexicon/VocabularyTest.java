package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void vocabulary_moreWordsThanAllowed_keepsTheMostFrequentEqualsByName() {
    List<String> said = new ArrayList<>();
    Vocabulary words = vocabulary(2, said, "x d c c b b a a");

    assertThat(words.size()).isEqualTo(3);
    assertThat(List.of(words.word(1), words.word(2))).containsExactly("a", "b");
    assertThat(said).containsExactly("using the 2 most frequent of 5 source words (--vocabulary)");
  }

  @Test
  void numbers_sentenceStart_takesTheFormThatIsUsualInside() {
    Vocabulary words = vocabulary(99, new ArrayList<>(), "Ein Mann", "da ist ein Mann", "Mann da");

    assertThat(words.numbers(Words.split("Ein Mann")))
        .containsExactly(words.numbers(Words.split("x ein Mann")));
    assertThat(words.word(words.numbers(Words.split("Mann"))[0])).isEqualTo("Mann");
  }

  @Test
  void numbers_unknownWords_areLeftOut() {
    assertThat(vocabulary(9, new ArrayList<>(), "a b").numbers(Words.split("c b"))).hasSize(1);
  }

  private static Vocabulary vocabulary(int limit, List<String> said, String... lines) {
    Vocabulary.Counter counter = new Vocabulary.Counter(limit);
    for (String line : lines) {
      counter.add(Words.split(line));
    }
    counter.report("source", said::add);
    return counter.vocabulary();
  }
}
