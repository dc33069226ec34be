package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files laid out as TensorFlow writes them. */
class TensorflowPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "tensorflow");

  @TempDir Path folder = Path.of("");

  /** An index of no tensors: blocks, and a footer that ends with the magic number. */
  private static byte[] index() {
    return ByteBuffer.allocate(100)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(92, 0xdb4775248b80fb57L)
        .array();
  }

  private LaidOut saved(String prefix) throws IOException {
    return new LaidOut(folder)
        .with(prefix + ".data-00000-of-00002", "a")
        .with(prefix + ".data-00001-of-00002", "b")
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
