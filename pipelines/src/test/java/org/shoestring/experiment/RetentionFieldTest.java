package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.Retention;

class RetentionFieldTest {
  @Test
  void ofOption_allKeys_areThoseOfAStage() {
    assertThat(RetentionField.ofOption("--keep", "last=2,best=3,by=dev-bleu,order=max,every=1000"))
        .isEqualTo(new Retention(2, 3, Optional.of("dev-bleu"), true, 1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          last         | --keep: 'last' is not KEY=VALUE
          last=        | --keep: 'last=' is not KEY=VALUE
          last=1,last=2| --keep: 'last' is set twice
          last=0       | --keep: last must be a whole number from 1
          first=1      | --keep: unknown key in keep 'first'; known: last, best, by, order, every
          best=2       | --keep: keep has best without by; name the metric that decides
          by=bleu      | needs 'order'
          """)
  void ofOption_wrong_saysWhatIsAllowed(String text, String message) {
    assertThatThrownBy(() -> RetentionField.ofOption("--keep", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }
}
