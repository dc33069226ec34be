package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.train.preset.content.Cuts;
import org.shoestring.train.preset.content.KerasCheck;
import org.shoestring.train.preset.content.PythonLibrary;

/** Zips laid out as Keras writes them, and files of a real HDF5 library, where h5py is there. */
class KerasPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "keras");

  @TempDir Path folder = Path.of("");

  private static byte[] keras(String... names) {
    return LaidOut.zip(List.of(names), new byte[] {'{', '}'});
  }

  @Test
  void find_filesOfKeras_areOneEach() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("a/model.keras", "x")
            .with("weights.05-0.35.weights.h5", "x")
            .with("step_200.hdf5", "x")
            .with(".tmp.keras", "x")
            .with("model.json", "x");

    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name, found -> found.step().orElse(-1))
        .containsExactly(
            tuple("a/model.keras", -1L),
            tuple("step_200.hdf5", 200L),
            tuple("weights.05-0.35.weights.h5", -1L));
  }

  @Test
  void find_shardsOfWeights_areOneWithTheirIndex() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("a_00000.weights.h5", "x")
            .with("a_00001.weights.h5", "x")
            .with("b_00001.weights.h5", "x");
    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name, found -> found.missing().orElse("complete"))
        .containsExactly(
            tuple("b_00001.weights.h5", "complete"), tuple("a", "no a.weights.json yet"));

    files.without("b_00001.weights.h5").with("a.weights.json", "{\"weight_map\": {}}");
    assertThat(files.one(PRESET).files())
        .containsExactly("a.weights.json", "a_00000.weights.h5", "a_00001.weights.h5");
    assertThat(files.one(PRESET).missing()).isEmpty();

    files.at("a.weights.json", 10);
    assertThat(files.incomplete(PRESET))
        .contains("a_00000.weights.h5 is newer than a.weights.json: it is being written again");
  }

  @Test
  void fault_everyCutOfAZip_passesOnlyTheWhole() throws IOException {
    Path whole = folder.resolve("model.keras");
    Files.write(whole, keras("metadata.json", "config.json", "model.weights.h5"));

    assertThat(Cuts.passing(whole, KerasCheck::fault)).containsExactly(Files.size(whole));
  }

  /** Python closes the zip whatever ends the save, so that the zip itself is whole. */
  @Test
  void fault_saveEndedByAnException_isTold() throws IOException {
    LaidOut files = new LaidOut(folder).with("m.keras", keras("metadata.json"));
    assertThat(files.incomplete(PRESET))
        .contains("m.keras: it has no config.json: saving it was broken off, or it is not Keras's");

    files.with("m.keras", keras("metadata.json", "config.json"));
    assertThat(files.incomplete(PRESET))
        .contains("m.keras: it has no weights: saving it was broken off");

    files.with("m.keras", keras("metadata.json", "config.json", "model.weights.npz"));
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void fault_hdf5_isReadAsSuch() throws Exception {
    PythonLibrary.with("h5py")
        .run(folder, "import h5py\nwith h5py.File('m.weights.h5', 'w') as f: f['a'] = 1\n");
    LaidOut files = new LaidOut(folder);

    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(files.cut("m.weights.h5").incomplete(PRESET))
        .hasValueSatisfying(
            fault -> assertThat(fault).startsWith("m.weights.h5: it has ").contains("superblock"));
  }
}
