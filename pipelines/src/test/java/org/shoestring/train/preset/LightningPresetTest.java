package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files laid out as Lightning writes them. */
class LightningPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "lightning");
  private static final String FILE = "version_0/checkpoints/epoch=3-step=1200.ckpt";
  private static final String LAST = "version_0/checkpoints/last.ckpt";

  @TempDir Path folder = Path.of("");

  private LaidOut saved() throws IOException {
    return new LaidOut(folder).with(FILE, LaidOut.torch());
  }

  private void link(String name, String target) throws IOException {
    Path link = folder.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  @Test
  void find_oneFile_isOneCheckpoint() throws IOException {
    LaidOut files = saved();
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo(FILE);
    assertThat(found.files()).containsExactly(FILE);
    assertThat(found.step()).isEqualTo(OptionalLong.of(1200));
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(files.cut(FILE).incomplete(PRESET))
        .contains(FILE + ": its zip directory is missing");
  }

  @Test
  void find_linkToIt_belongsToIt() throws IOException {
    LaidOut files = saved();
    link(LAST, "epoch=3-step=1200.ckpt");
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.files()).containsExactly(FILE, LAST);
    assertThat(found.pointers()).containsExactly(LAST);
    assertThat(found.own()).containsExactly(FILE);
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_linkThatLeadsNowhere_isNone() throws IOException {
    LaidOut files = saved();
    link(LAST, "epoch=4-step=1600.ckpt");

    assertThat(files.one(PRESET).files()).containsExactly(FILE);
  }

  @Test
  void find_copyOfTheLast_isOneOfItsOwn() throws IOException {
    LaidOut files = saved().with(LAST, LaidOut.torch());

    assertThat(files.found(PRESET)).extracting(FoundCheckpoint::name).containsExactly(FILE, LAST);
  }

  @Test
  void find_hiddenFile_isNone() throws IOException {
    assertThat(new LaidOut(folder).with("a/.epoch=1.ckpt", "x").found(PRESET)).isEmpty();
  }

  @Test
  void pointTo_restoredWithALink_makesTheLinkLeadToIt() throws IOException {
    LaidOut files = saved();
    link(LAST, "epoch=3-step=1200.ckpt");
    FoundCheckpoint found = files.one(PRESET);
    Files.delete(folder.resolve(LAST));
    files.with(LAST, "of another checkpoint");

    PRESET.pointTo(folder, found);

    assertThat(Files.readSymbolicLink(folder.resolve(LAST)))
        .isEqualTo(Path.of("epoch=3-step=1200.ckpt"));
    assertThat(files.one(PRESET)).isEqualTo(found);
  }

  @Test
  void find_foldersOfShardedModels_needWhatComesLast() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("step=10.ckpt/__0_0.distcp", "x")
            .with("step=10.ckpt/.metadata", "x");
    assertThat(files.incomplete(PRESET)).contains("no meta.pt yet");

    files.with("step=10.ckpt/meta.pt", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).isEmpty();
    assertThat(files.one(PRESET).name()).isEqualTo("step=10.ckpt");

    link("last.ckpt", "step=10.ckpt");
    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name)
        .containsExactly("step=10.ckpt");
  }

  @Test
  void find_foldersOfDeepspeed_needLatest() throws IOException {
    LaidOut files =
        new LaidOut(folder).with("a.ckpt/checkpoint/mp_rank_00_model_states.pt", LaidOut.torch());
    assertThat(files.incomplete(PRESET)).contains("no 'latest' of DeepSpeed yet");

    assertThat(files.with("a.ckpt/latest", "checkpoint").incomplete(PRESET)).isEmpty();
    assertThat(files.one(PRESET).files())
        .isEqualTo(List.of("a.ckpt/checkpoint/mp_rank_00_model_states.pt", "a.ckpt/latest"));
  }
}
