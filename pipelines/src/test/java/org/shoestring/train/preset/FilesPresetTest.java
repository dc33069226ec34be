package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

class FilesPresetTest {
  @TempDir Path folder = Path.of("");

  private static CheckpointPreset preset(String parameters) {
    return Presets.named("--preset", "files:" + parameters);
  }

  @Test
  void find_patternAlone_takesWhatHasItsName() throws IOException {
    LaidOut files =
        new LaidOut(folder).with("model-1.bin", "x").with("model-2.bin.tmp", "x").with("a", "x");
    CheckpointPreset preset = preset("model-*.bin");

    assertThat(files.one(preset).name()).isEqualTo("model-1.bin");
    assertThat(files.one(preset).step()).hasValue(1);
    assertThat(files.incomplete(preset)).isEmpty();
    assertThat(preset.quiet(files.one(preset))).isZero();
  }

  @Test
  void find_doneFile_isNeededAndPartOfIt() throws IOException {
    LaidOut files = new LaidOut(folder).with("model-1.bin", "x").with("model-2.done", "x");
    CheckpointPreset preset = preset("pattern=model-*,done=model-*.done");
    files.with("model-2", "x").without("model-1.bin").with("model-3", "x");
    files.at("model-2", 10).at("model-2.done", 10);

    assertThat(files.found(preset))
        .extracting(
            FoundCheckpoint::name, FoundCheckpoint::files, found -> found.missing().orElse(""))
        .containsExactly(
            tuple("model-2", List.of("model-2", "model-2.done"), ""),
            tuple("model-3", List.of("model-3"), "no model-3.done yet"));
  }

  @Test
  void find_olderDoneFile_isOfTheOneBefore() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("model.bin", "x")
            .with("model.done", "x")
            .at("model.bin", 20)
            .at("model.done", 10);
    CheckpointPreset preset = preset("pattern=model.bin,done=model.done");
    assertThat(files.incomplete(preset))
        .contains("model.bin is newer than model.done: it is being written again");

    assertThat(files.at("model.done", 20).incomplete(preset)).isEmpty();
  }

  @Test
  void find_folders_areOneEachWithAllThatIsInThem() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("run/step_10/model", "x")
            .with("run/step_10/deep/optimizer", "x")
            .with("run/step_10/DONE", "x")
            .with("run/step_20/model", "x")
            .with("run/log.txt", "x");
    CheckpointPreset preset = preset("pattern=*/step_*,done=*/step_*/DONE");

    assertThat(files.found(preset))
        .extracting(
            FoundCheckpoint::name, found -> found.step().orElse(-1), FoundCheckpoint::missing)
        .containsExactly(
            tuple("run/step_10", 10L, Optional.empty()),
            tuple("run/step_20", 20L, Optional.of("no run/step_20/DONE yet")));
    assertThat(files.found(preset).get(0).files())
        .containsExactly("run/step_10/DONE", "run/step_10/deep/optimizer", "run/step_10/model");
  }

  @Test
  void named_wrongParameters_areTold() {
    assertThatThrownBy(() -> preset("done=x"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--preset: preset 'files' needs the parameter pattern (the files or folders that are"
                + " checkpoints, as a glob); write files:pattern=...");
    assertThatThrownBy(() -> preset("pattern=m.bin,done=*.done"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--preset: preset 'files': done has 1 wildcards, but pattern has 0; each * of done"
                + " stands for what a wildcard of pattern matched, for example"
                + " pattern=model-*.bin,done=model-*.done");
    assertThatThrownBy(() -> preset("pattern="))
        .isInstanceOf(UsageException.class)
        .hasMessage("--preset: preset 'files': pattern must be a text, but is ''");
  }

  @Test
  void named_unchanged_isAdded() throws IOException {
    CheckpointPreset preset = preset("pattern=*.bin,unchanged=30");

    assertThat(preset.quiet(new LaidOut(folder).with("a.bin", "x").one(preset)))
        .isEqualTo(Duration.ofSeconds(30));
  }
}
