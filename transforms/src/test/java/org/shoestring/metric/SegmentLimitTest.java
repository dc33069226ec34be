package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;

class SegmentLimitTest {
  private static final long HEAP = 100 << 20;

  private static Segment segment(int hypothesis, int reference, int other) {
    return new Segment("x".repeat(hypothesis), List.of("y".repeat(reference), "z".repeat(other)));
  }

  @Test
  void check_allTextsTogetherFit_passes() {
    SegmentLimit.check(segment(1 << 19, 1 << 18, 1 << 18), () -> "shard:1", HEAP);
  }

  @Test
  void check_oneCharacterTooMany_saysWhereAndHowMany() {
    Segment segment = segment(1 << 19, 1 << 18, (1 << 18) + 1);
    assertThatThrownBy(() -> SegmentLimit.check(segment, () -> "shard:1", HEAP))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "shard:1: the hypothesis and its references have 1,048,577 characters together; with a"
                + " heap of 100 MB, at most 1,048,576 can be scored. Drop such lines (the step"
                + " length), or give Java more memory (-Xmx; on a worker: --memory)");
  }
}
