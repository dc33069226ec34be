package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.train.preset.content.Cuts;
import org.shoestring.train.preset.content.PickleCheck;
import org.shoestring.train.preset.content.PythonLibrary;

class TorchDcpPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "torch-dcp");

  /** A pickle of None. */
  private static final byte[] PICKLE = {(byte) 0x80, 4, 'N', '.'};

  @TempDir Path folder = Path.of("");

  @Test
  void find_savedByPytorch_isComplete() throws Exception {
    PythonLibrary.with("torch")
        .run(
            folder,
            """
            import torch
            try:
                from torch.distributed import checkpoint
            except ImportError:
                # PyTorch 1.13 has defaults that Python 3.11 takes only if they can be hashed.
                import dataclasses
                original = dataclasses.dataclass
                def hashable(cls=None, **how):
                    if cls is not None and cls.__name__ == 'TensorProperties':
                        how['unsafe_hash'] = True
                    return original(cls, **how)
                dataclasses.dataclass = hashable
                from torch.distributed._shard import checkpoint
            checkpoint.save_state_dict(
                {'w': torch.ones(4), 'b': torch.zeros(2), 'step': 7},
                checkpoint.FileSystemWriter('step-7'), no_dist=True)
            """);
    LaidOut files = new LaidOut(folder);
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo("step-7");
    assertThat(found.step()).hasValue(7);
    assertThat(found.files()).contains("step-7/.metadata", "step-7/__0_0.distcp");
    assertThat(files.incomplete(PRESET)).isEmpty();
    Path metadata = folder.resolve("step-7/.metadata");
    assertThat(Cuts.passing(metadata, PickleCheck::fault)).containsExactly(Files.size(metadata));
    assertThat(files.without("step-7/.metadata").incomplete(PRESET)).contains("no .metadata yet");
  }

  @Test
  void find_temporaryMetadata_isNotThereYet() throws IOException {
    LaidOut files = new LaidOut(folder).with("a/__0_0.distcp", "x").with("a/.metadata.tmp", PICKLE);

    assertThat(files.incomplete(PRESET)).contains("no .metadata yet");
  }

  @Test
  void find_writtenAgain_isTold() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("a/__0_0.distcp", "x")
            .with("a/__1_0.distcp", "x")
            .with("a/.metadata", PICKLE)
            .at("a/__0_0.distcp", 10)
            .at("a/__1_0.distcp", 12)
            .at("a/.metadata", 11);
    assertThat(files.incomplete(PRESET))
        .contains("a/__1_0.distcp is newer than a/.metadata: it is being written again");

    assertThat(files.at("a/.metadata", 12).incomplete(PRESET)).isEmpty();
  }

  @Test
  void find_inTheFolderItself_isOneCalledDot() throws IOException {
    LaidOut files =
        new LaidOut(folder)
            .with("__0_0.distcp", "x")
            .with(".metadata", PICKLE)
            .with("log.txt", "x")
            .at("__0_0.distcp", 1);
    FoundCheckpoint found = files.one(PRESET);

    assertThat(found.name()).isEqualTo(".");
    assertThat(found.files()).containsExactly(".metadata", "__0_0.distcp");
    assertThat(files.incomplete(PRESET)).isEmpty();
  }
}
