package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files laid out as TensorFlow writes them. */
class TensorflowPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "tensorflow");

  @TempDir Path folder = Path.of("");

  /**
   * What TensorFlow 2.16.2 writes for layer/bias (3 floats) and layer/kernel (6 floats) in one
   * part, and step (a 64-bit number) in another, with SaveV2 and MergeV2Checkpoints.
   */
  private static final String INDEX =
      """
      00000608021a020801000a0f6c617965722f626961730801120412020803280c\
      3599413d0d0606116b65726e656c0801120412020806200c281835cff45f7c00\
      040d73746570080912001801280835bbd79f11000000000100000000cd0e5596\
      000000000100000000c0f2a1b000010274005b00000000010000000079e0b10a\
      60086d0e00000000000000000000000000000000000000000000000000000000\
      000000000000000057fb808b247547db""";

  private static byte[] index() {
    return HexFormat.of().parseHex(INDEX);
  }

  private LaidOut saved(String prefix) throws IOException {
    return new LaidOut(folder)
        .with(prefix + ".data-00000-of-00002", new byte[36])
        .with(prefix + ".data-00001-of-00002", new byte[8])
        .with(prefix + ".index", index());
  }

  private static String pointer(String newest) {
    return "model_checkpoint_path: \""
        + newest
        + "\"\nall_model_checkpoint_paths: \""
        + newest
        + "\"\nall_model_checkpoint_timestamps: 1.7e9\n";
  }

  @Test
  void find_named_isComplete() throws IOException {
    LaidOut files = saved("run/ckpt-7").with("run/checkpoint", pointer("ckpt-7"));
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo("run/ckpt-7");
    assertThat(found.files())
        .containsExactly(
            "run/checkpoint",
            "run/ckpt-7.data-00000-of-00002",
            "run/ckpt-7.data-00001-of-00002",
            "run/ckpt-7.index");
    assertThat(found.pointers()).containsExactly("run/checkpoint");
    assertThat(found.step()).isEmpty();
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_nameOfASaver_tellsTheStep() throws IOException {
    FoundCheckpoint found = saved("model.ckpt-1200").with("model.ckpt-1200.meta", "x").one(PRESET);

    assertThat(found.step()).isEqualTo(OptionalLong.of(1200));
    assertThat(found.files()).hasSize(4).contains("model.ckpt-1200.meta");
  }

  @Test
  void find_partsMissing_areTold() throws IOException {
    LaidOut files = saved("ckpt-7");
    String unnamed = "no file 'checkpoint' names it or a later one yet";
    assertThat(files.incomplete(PRESET)).contains(unnamed);
    assertThat(files.with("checkpoint", pointer("ckpt-6")).incomplete(PRESET)).contains(unnamed);
    assertThat(files.with("checkpoint", pointer("other-8")).incomplete(PRESET)).contains(unnamed);
    assertThat(files.with("checkpoint", pointer("/a/ckpt-8")).incomplete(PRESET)).isEmpty();

    files.without("ckpt-7.data-00001-of-00002");
    assertThat(files.incomplete(PRESET)).contains("no ckpt-7.data-00001-of-00002 yet");
    files.without("ckpt-7.data-00000-of-00002");
    assertThat(files.incomplete(PRESET)).contains("no ckpt-7.data files yet");
    saved("ckpt-7").without("ckpt-7.index");
    assertThat(files.incomplete(PRESET)).contains("no ckpt-7.index yet");
  }

  @Test
  void fault_cutIndex_isTold() throws IOException {
    LaidOut files = saved("ckpt-7").with("checkpoint", pointer("ckpt-7")).cut("ckpt-7.index");

    assertThat(files.incomplete(PRESET))
        .contains("ckpt-7.index: the footer of its table is missing");
  }

  @Test
  void fault_cutData_isTold() throws IOException {
    LaidOut files = saved("ckpt-7").with("checkpoint", pointer("ckpt-7"));
    assertThat(files.incomplete(PRESET)).isEmpty();

    files.with("ckpt-7.data-00000-of-00002", new byte[35]);
    assertThat(files.incomplete(PRESET))
        .contains("ckpt-7.index: ckpt-7.data-00000-of-00002 has 35 bytes, but the index says 36");
    saved("ckpt-7").with("ckpt-7.data-00001-of-00002", "");
    assertThat(files.incomplete(PRESET))
        .contains("ckpt-7.index: ckpt-7.data-00001-of-00002 has 0 bytes, but the index says 8");
  }

  @Test
  void fault_anyChangedByteOfTheIndex_isTold() throws IOException {
    LaidOut files = saved("ckpt-7").with("checkpoint", pointer("ckpt-7"));
    int unused = 44; // The footer has four bytes of numbers, and space for longer ones.
    for (int i = 0; i < index().length; i++) {
      byte[] changed = index();
      changed[i] ^= 0x55;
      boolean isUnused = i >= index().length - unused && i < index().length - 8;

      files.with("ckpt-7.index", changed);

      assertThat(files.incomplete(PRESET).isPresent()).as("byte " + i).isEqualTo(!isUnused);
    }
  }

  @Test
  void find_temporaryNamesAndServedModels_areNone() throws IOException {
    LaidOut files =
        saved("saved_model/variables/variables")
            .with("model.meta", "x")
            .with("ckpt-7_temp/part-00000-of-00001.data-00000-of-00001.tempstate123", "x");

    assertThat(files.found(PRESET)).isEmpty();
    assertThat(PRESET.evidence(FolderFiles.of(folder))).isEmpty();
  }

  @Test
  void pointTo_pointerOfALaterOne_namesTheRestored() throws IOException {
    LaidOut files = saved("ü-5");
    saved("ü-10").with("checkpoint", pointer("ckpt-9"));
    saved("ü-11").at("ü-5.index", 5).at("ü-10.index", 10);
    FoundCheckpoint restored = files.found(PRESET).get(0);

    PRESET.pointTo(folder, restored);

    assertThat(Files.readString(folder.resolve("checkpoint")))
        .isEqualTo(
            """
            model_checkpoint_path: "\\303\\274-10"
            all_model_checkpoint_paths: "\\303\\274-5"
            all_model_checkpoint_paths: "\\303\\274-10"
            all_model_checkpoint_timestamps: 5.000
            all_model_checkpoint_timestamps: 10.000
            """);
    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name, found -> found.missing().isPresent())
        .containsExactly(tuple("ü-10", false), tuple("ü-11", true), tuple("ü-5", false));
  }

  @Test
  void pointTo_pointerThatNamesIt_isLeftAlone() throws IOException {
    LaidOut files = saved("ckpt-7").with("checkpoint", pointer("ckpt-7"));

    PRESET.pointTo(folder, files.one(PRESET));

    assertThat(Files.readString(folder.resolve("checkpoint"))).isEqualTo(pointer("ckpt-7"));
  }
}
