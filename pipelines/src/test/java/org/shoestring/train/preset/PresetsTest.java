package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

class PresetsTest {
  @TempDir Path folder = Path.of("");

  private Optional<String> detected(String... paths) throws IOException {
    LaidOut files = new LaidOut(folder.resolve(String.valueOf(paths.length) + paths[0].hashCode()));
    for (String path : paths) {
      files.with(path, "x").at(path, 10);
    }
    return Presets.detect(FolderFiles.of(files.folder())).map(CheckpointPreset::name);
  }

  @Test
  void list_all_haveTheirNames() {
    assertThat(Presets.list())
        .extracting(CheckpointPreset::name)
        .containsExactly(
            "huggingface",
            "accelerate",
            "orbax",
            "lightning",
            "torch-dcp",
            "tensorflow",
            "keras",
            "lexicon",
            "pytorch",
            "safetensors");
    assertThat(Presets.list()).allSatisfy(preset -> assertThat(preset.summary()).isNotBlank());
  }

  @Test
  void named_unknown_listsTheKnown() {
    assertThatThrownBy(() -> Presets.named("--preset", "hugging-face"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--preset: unknown preset 'hugging-face' (did you mean huggingface?); known:"
                + " huggingface, accelerate, orbax,"
                + " lightning, torch-dcp, tensorflow, keras, lexicon, pytorch, safetensors, files");
  }

  @Test
  void named_unchanged_isAskedForByName() throws IOException {
    CheckpointPreset preset = Presets.named("--preset", "keras:unchanged=30");
    FoundCheckpoint found = new LaidOut(folder).with("m.keras", "x").one(preset);

    assertThat(preset.name()).isEqualTo("keras");
    assertThat(preset.quiet(found)).isEqualTo(Duration.ofSeconds(30));
    assertThat(preset.summary()).endsWith("; and unchanged for 30 s");
    assertThat(Presets.named("--preset", "keras").quiet(found)).isZero();
    assertThatThrownBy(() -> Presets.named("--preset", "keras:unchanged=soon"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--preset: preset 'keras': unchanged must be a whole number from 1 to 86400, but is"
                + " 'soon'");
  }

  @Test
  void detect_filesOfEachLibrary_tell() throws IOException {
    assertThat(detected("checkpoint-5/model.safetensors")).contains("huggingface");
    assertThat(detected("tmp-checkpoint-5/config.json")).contains("huggingface");
    assertThat(detected("checkpoint_0/model.safetensors")).contains("accelerate");
    assertThat(detected("epoch_1/random_states_0.pkl", "epoch_1/model.safetensors"))
        .contains("accelerate");
    assertThat(detected("7.orbax-checkpoint-tmp-1/state/d/x")).contains("orbax");
    assertThat(detected("step=1.ckpt/.metadata", "step=1.ckpt/__0_0.distcp")).contains("lightning");
    assertThat(detected("epoch=1.ckpt")).contains("lightning");
    assertThat(detected("step-1/__0_0.distcp")).contains("torch-dcp");
    assertThat(detected("ckpt-1.data-00000-of-00001")).contains("tensorflow");
    assertThat(detected("cp.ckpt.data-00000-of-00001", "cp.ckpt.index", "checkpoint"))
        .contains("tensorflow");
    assertThat(detected("m.keras")).contains("keras");
    assertThat(detected("checkpoint-5/model.pt")).contains("pytorch");
    assertThat(detected("model.safetensors")).contains("safetensors");
  }

  @Test
  void detect_nothingOfALibrary_isEmpty() throws IOException {
    assertThat(detected("log.txt", "data.bin", "checkpoint")).isEmpty();
    assertThat(Presets.detect(FolderFiles.of(folder.resolve("none")))).isEmpty();
  }
}
