package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepNamesTest {

  @ParameterizedTest
  @CsvSource({
    "epoch=3-step=1200.ckpt, 1200",
    "a/step10/step_20, 20",
    "global_step500, 500",
    "iter-0000300.pth, 300",
    "model_step-7_step-8.pt, 8",
    "checkpoint-500, 500",
    "my_model-1200.pt, 1200",
    "model.000012.pth.tar, 12",
    "checkpoint_3_12000.pt, 12000",
    "03-1200.ckpt, 1200",
    "1200.pt, 1200",
    "0023, 23"
  })
  void of_namesWithAStep_tellIt(String name, long step) {
    assertThat(StepNames.of(name)).isEqualTo(OptionalLong.of(step));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch=3-v1.ckpt",
    "epoch_3.pt",
    "checkpoint3.pt",
    "model-0.35.h5",
    "weights.05-0.35.h5",
    "2024-01-15.pt",
    "model_v2.pt",
    "val_acc-87.pt",
    "best.pt",
    "step10/last.ckpt",
    "model-12345678901234567890.pt",
    "-.pt"
  })
  void of_namesWithoutAStep_tellNone(String name) {
    assertThat(StepNames.of(name)).isEmpty();
  }
}
