package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "safetensors");
  private static final String ONE = "model-00001-of-00002.safetensors";
  private static final String TWO = "model-00002-of-00002.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path folder = Path.of("");

  @Test
  void find_oneFile_isOne() throws IOException {
    LaidOut files = new LaidOut(folder).with("model-300.safetensors", LaidOut.safetensors());

    assertThat(files.one(PRESET).step()).hasValue(300);
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(files.cut("model-300.safetensors").incomplete(PRESET))
        .contains("model-300.safetensors: it ends in the middle of its header");
  }

  @Test
  void find_shards_areOneWithTheirIndex() throws IOException {
    LaidOut files = new LaidOut(folder).with(ONE, LaidOut.safetensors());
    assertThat(files.incomplete(PRESET)).contains("no " + TWO + " yet");
    files.with(TWO, LaidOut.safetensors());
    assertThat(files.incomplete(PRESET)).contains("no " + INDEX + " yet");
    files.with(INDEX, LaidOut.index(ONE, TWO));
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(files.one(PRESET).files()).containsExactly(ONE, TWO, INDEX);
    assertThat(files.one(PRESET).name()).isEqualTo("model");
    assertThat(files.cut(INDEX).incomplete(PRESET))
        .contains(INDEX + ": its JSON is damaged or not yet whole");
  }

  @Test
  void find_indexAlone_isIncomplete() throws IOException {
    LaidOut files = new LaidOut(folder).with(INDEX, LaidOut.index(ONE));

    assertThat(files.incomplete(PRESET)).contains("no model shards yet");
  }

  /** Accelerate writes it first, into a folder of any name. */
  @Test
  void evidence_firstOfSeveralFiles_isNone() throws IOException {
    LaidOut files = new LaidOut(folder).with("step_1/model.safetensors", LaidOut.safetensors());
    assertThat(Presets.detect(FolderFiles.of(folder))).isEmpty();

    files.at("step_1/model.safetensors", 10).with("step_1/optimizer.bin", LaidOut.torch());
    assertThat(Presets.detect(FolderFiles.of(folder))).isEmpty();

    files.with("step_1/random_states_0.pkl", LaidOut.torch());
    assertThat(Presets.detect(FolderFiles.of(folder)).map(CheckpointPreset::name))
        .contains("accelerate");
  }
}
