package org.shoestring.train.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.Spec;

/** The values of {@code data}; what is wrong is tested with the experiment. */
class StreamSettingsTest {
  @Test
  void named_allForms_haveTheirShards() {
    assertThat(StreamSettings.named(Spec.of("w", "copy"))).isEmpty();
    assertThat(StreamSettings.named(Spec.of("w", "stream"))).isEqualTo(stream(3));
    assertThat(StreamSettings.named(Spec.parse("w", "stream:4"))).isEqualTo(stream(4));
    assertThat(StreamSettings.named(Spec.parse("w", "stream:shards=1000"))).isEqualTo(stream(1000));
    assertThat(StreamSettings.named(new Spec("w", "stream", null, Map.of("shards", "1"))))
        .isEqualTo(stream(1));
  }

  private static Optional<StreamSettings> stream(int shards) {
    return Optional.of(new StreamSettings("w", shards));
  }
}
