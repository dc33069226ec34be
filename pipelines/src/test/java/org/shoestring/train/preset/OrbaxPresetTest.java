package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders laid out as Orbax writes them. */
class OrbaxPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "orbax");
  private static final String COMMITTED =
      "{\"item_handlers\": {}, \"init_timestamp_nsecs\": 1, \"commit_timestamp_nsecs\": 2}";
  private static final String BEGUN =
      "{\"item_handlers\": {\"commit_timestamp_nsecs\": null}, \"init_timestamp_nsecs\": 1,"
          + " \"commit_timestamp_nsecs\": null}";

  @TempDir Path folder = Path.of("");

  private LaidOut saved(String at, String metadata) throws IOException {
    return new LaidOut(folder)
        .with(at + "_CHECKPOINT_METADATA", metadata)
        .with(at + "state/_METADATA", "{}")
        .with(at + "state/manifest.ocdbt", "x")
        .with(at + "state/d/0123abc", "x");
  }

  @Test
  void find_renamedFolder_isComplete() throws IOException {
    LaidOut files = saved("step_0023/", COMMITTED);
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo("step_0023");
    assertThat(found.step()).hasValue(23);
    assertThat(found.files()).hasSize(4);
    assertThat(files.incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_temporaryFolder_isNone() throws IOException {
    LaidOut files = saved("23.orbax-checkpoint-tmp-1700000000/", BEGUN);

    assertThat(files.found(PRESET)).isEmpty();
    assertThat(PRESET.evidence(FolderFiles.of(folder)))
        .contains("23.orbax-checkpoint-tmp-1700000000/_CHECKPOINT_METADATA");
  }

  @Test
  void find_temporaryItem_isTold() throws IOException {
    LaidOut files = saved("23/", COMMITTED).with("23/data.orbax-checkpoint-tmp-1/x", "x");

    assertThat(files.incomplete(PRESET)).contains("data.orbax-checkpoint-tmp-1/x is not finished");
  }

  @Test
  void find_commitFileBeside_isNeeded() throws IOException {
    saved("1/", COMMITTED).with("1/commit_success.txt", "x");
    LaidOut files = saved("2/", COMMITTED);

    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name, found -> found.missing().orElse("complete"))
        .containsExactly(tuple("1", "complete"), tuple("2", "no commit_success.txt yet"));
  }

  @Test
  void fault_firstWithACommitFile_isNotCommittedYet() throws IOException {
    LaidOut files = saved("1/", BEGUN);
    assertThat(files.incomplete(PRESET))
        .contains("1/_CHECKPOINT_METADATA: it is not committed yet");

    assertThat(files.with("1/commit_success.txt", "x").incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_olderOrbaxWithoutMetadata_isOne() throws IOException {
    LaidOut files = saved("100/", COMMITTED).without("100/_CHECKPOINT_METADATA");

    assertThat(files.one(PRESET).name()).isEqualTo("100");
    assertThat(files.incomplete(PRESET)).isEmpty();
    Files.move(folder.resolve("100"), folder.resolve("other"));
    assertThat(files.found(PRESET)).isEmpty();
  }
}
