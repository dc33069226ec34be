package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders laid out as {@code Accelerator.save_state} writes them. */
class AcceleratePresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "accelerate");

  @TempDir Path folder = Path.of("");

  private LaidOut saved(String at) throws IOException {
    return new LaidOut(folder)
        .with(at + "model.safetensors", LaidOut.safetensors())
        .with(at + "optimizer.bin", LaidOut.torch())
        .with(at + "scheduler.bin", LaidOut.torch())
        .with(at + "random_states_0.pkl", LaidOut.torch())
        .with(at + "custom_checkpoint_0.pkl", LaidOut.torch());
  }

  @Test
  void find_automaticName_countsSavesNotSteps() throws IOException {
    LaidOut files = saved("checkpoints/checkpoint_3/");
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo("checkpoints/checkpoint_3");
    assertThat(found.step()).isEmpty();
    assertThat(found.files()).hasSize(5);
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(PRESET.quiet(found)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Presets.named("--preset", "accelerate:unchanged=2").quiet(found))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void find_nameOfTheUser_isOne() throws IOException {
    FoundCheckpoint found = saved("step_200/").one(PRESET);

    assertThat(found.name()).isEqualTo("step_200");
    assertThat(found.step()).isEqualTo(OptionalLong.of(200));
  }

  @Test
  void find_partsMissing_areTold() throws IOException {
    LaidOut files = saved("checkpoint_0/").without("checkpoint_0/model.safetensors");
    assertThat(files.incomplete(PRESET)).contains("no weights yet");

    saved("checkpoint_0/").without("checkpoint_0/optimizer.bin");
    assertThat(files.incomplete(PRESET)).contains("no optimizer.bin yet");

    saved("checkpoint_0/").without("checkpoint_0/random_states_0.pkl");
    assertThat(files.incomplete(PRESET)).contains("no random_states_0.pkl yet");
  }

  @Test
  void fault_partsCut_areTold() throws IOException {
    LaidOut files = saved("checkpoint_0/").cut("checkpoint_0/custom_checkpoint_0.pkl");

    assertThat(files.incomplete(PRESET))
        .contains("checkpoint_0/custom_checkpoint_0.pkl: its zip directory is missing");
  }
}
