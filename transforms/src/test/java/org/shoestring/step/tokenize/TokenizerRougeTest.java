package org.shoestring.step.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenizerRougeTest {

  // rouge_score 0.1.2 with NLTK 3.10.3: " ".join(tokenize(line, None)), with the stemmer
  // tokenize(line, PorterStemmer())
  @Test
  void tokenize_line_isThatOfRougeScore() {
    String line =
        "The U.S.A.'s Caf\u00e9s: 3,5% of RUNNERS running\u2019s \u212Aelvin \u0130ST x_y its";
    assertThat(new TokenizerRouge(false).tokenize(line))
        .isEqualTo("the u s a s caf s 3 5 of runners running s kelvin i st x y its");
    assertThat(new TokenizerRouge(true).tokenize(line))
        .isEqualTo("the u s a s caf s 3 5 of runner run s kelvin i st x y its");
  }
}
