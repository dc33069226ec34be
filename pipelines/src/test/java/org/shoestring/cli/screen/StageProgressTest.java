package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shoestring.worker.Progress;

class StageProgressTest {
  private final Progress counted = new Progress();

  private StageProgress halfway() {
    counted.addBytes(450);
    counted.addLines(1_234_567, 1_211_111);
    counted.addUnit();
    return new StageProgress(counted, 1000, 8);
  }

  @Test
  void live_manyWidths_leavesOutWhatDoesNotFit() {
    StageProgress half = halfway();
    assertThat(half.live("clean", 8, 200, 100))
        .isEqualTo(
            "clean     [#############.................] 45 %, 2 min 02 s left, 1,234,567 lines,"
                + " 12,346/s, 98.1 % kept, 1/8 parts");
    assertThat(half.live("clean", 8, 80, 100))
        .isEqualTo("clean     [####......] 45 %, 2 min 02 s left, 1,234,567 lines, 12,346/s")
        .hasSizeLessThanOrEqualTo(80);
    assertThat(half.live("clean", 8, 40, 100)).isEqualTo("clean     45 %, 2 min 02 s left");
    assertThat(half.live("clean", 8, 20, 100)).isEqualTo("clean   45 %");
  }

  @Test
  void live_longName_takesAThird() {
    assertThat(halfway().live("a-very-long-name", 16, 40, 100))
        .isEqualTo("a-very-lon...  45 %, 2 min 02 s left");
  }

  @Test
  void live_noTotal_tellsTheTime() {
    StageProgress unknown = new StageProgress(counted, 0, 0);
    assertThat(unknown.live("model", 5, 80, 7384)).isEqualTo("model  2 h 03 min");
    assertThat(new StageProgress(null, 0, 0).live("model", 5, 80, 3)).isEqualTo("model  3 s");
  }

  @Test
  void live_programThatPrints_endsInItsLastLine() {
    counted.say("epoch 3,\tloss \u001B[1m0.123\u001B[0m, learning rate 0.0003, 12345 words/s");
    StageProgress training = new StageProgress(counted, 0, 0);
    assertThat(training.live("model", 5, 200, 7384))
        .isEqualTo("model  2 h 03 min: epoch 3, loss 0.123, learning rate 0.0003, 12345 words/s");
    assertThat(training.live("model", 5, 40, 7384))
        .isEqualTo("model  2 h 03 min: epoch 3, loss 0.12...")
        .hasSize(40);
    assertThat(training.live("model", 5, 24, 7384)).isEqualTo("model  2 h 03 min");
    assertThat(training.plain(60))
        .isEqualTo(
            "at work for 1 min 00 s: epoch 3, loss 0.123, learning rate 0.0003, 12345 words/s");
  }

  @Test
  void plain_halfway_tellsAll() {
    assertThat(halfway().plain(100))
        .isEqualTo(
            "1,234,567 lines, 12,346/s, 98.1 % kept, 1/8 parts, 45 % of 1.0 kB, 2 min 02 s left");
  }

  @Test
  void done_manyWidths_leavesOutWhatDoesNotFit() {
    StageProgress half = halfway();
    assertThat(half.done(true, 200, 12.34))
        .isEqualTo("done in 12.3 s: 1,234,567 lines, 100,046/s, 98.1 % kept, 1/8 parts");
    assertThat(half.done(true, 45, 12.34)).isEqualTo("done in 12.3 s: 1,234,567 lines, 100,046/s");
    assertThat(half.done(false, 20, 75)).isEqualTo("failed after 1 min 15 s");
  }

  @Test
  void duration_anyLength_hasTwoUnitsAtMost() {
    assertThat(StageProgress.duration(59.4)).isEqualTo("59 s");
    assertThat(StageProgress.duration(59.6)).isEqualTo("1 min 00 s");
    assertThat(StageProgress.duration(3600)).isEqualTo("1 h 00 min");
    assertThat(StageProgress.duration(86_400 + 4 * 3600)).isEqualTo("1 d 04 h");
  }
}
