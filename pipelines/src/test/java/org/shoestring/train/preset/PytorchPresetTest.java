package org.shoestring.train.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PytorchPresetTest {
  private static final CheckpointPreset PRESET = Presets.named("--preset", "pytorch");

  @TempDir Path folder = Path.of("");

  @Test
  void find_filesOfPytorch_areOneEach() throws IOException {
    LaidOut files = new LaidOut(folder);
    for (String name :
        new String[] {"a/model-300.pt", "best.pth", "c.pth.tar", "d.bin", ".e.pt", "f.pt.tmp"}) {
      files.with(name, LaidOut.torch());
    }

    assertThat(files.found(PRESET))
        .extracting(FoundCheckpoint::name)
        .containsExactly("a/model-300.pt", "best.pth", "c.pth.tar", "d.bin");
    assertThat(files.found(PRESET).get(0).step()).hasValue(300);
  }

  @Test
  void fault_fileThatIsStillEmpty_isTold() throws IOException {
    LaidOut files = new LaidOut(folder).with("a.pt", "");
    assertThat(files.incomplete(PRESET)).contains("a.pt: it is empty");

    assertThat(files.with("a.pt", LaidOut.torch()).incomplete(PRESET)).isEmpty();
  }

  @Test
  void fault_oldFormat_passesOnlyIfItMustBeUnchanged() throws IOException {
    byte[] old =
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0x469c_fc6c_0a8a_0280L)
            .array();
    LaidOut files = new LaidOut(folder).with("a.pt", old);

    assertThat(files.incomplete(PRESET))
        .hasValueSatisfying(fault -> assertThat(fault).startsWith("a.pt: it has PyTorch's old"));
    assertThat(files.incomplete(Presets.named("--preset", "pytorch:unchanged=30"))).isEmpty();
  }

  @Test
  void named_pattern_saysWhichFiles() throws IOException {
    LaidOut files = new LaidOut(folder).with("a.model", LaidOut.torch()).with("b.pt", "x");

    assertThat(files.one(Presets.named("--preset", "pytorch:pattern=*.model")).name())
        .isEqualTo("a.model");
  }

  @Test
  void evidence_filesOfTheTrainersFolder_tellAtOnce() throws IOException {
    new LaidOut(folder).with("run/model-300.pt", "x");

    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("run/model-300.pt");
  }

  @Test
  void evidence_otherSuffixes_areToldByContent() throws IOException {
    LaidOut files = new LaidOut(folder).with("a.bin", "x").with("b.tar", "x");
    assertThat(PRESET.evidence(FolderFiles.of(folder))).isEmpty();

    files.with("b.tar", LaidOut.torch());
    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("b.tar");
  }

  /** More may come, as Accelerate writes weights first and random states last. */
  @Test
  void evidence_fileInAFolderOfItsOwn_tellsWhenItStaysTheOnlyOne() throws IOException {
    LaidOut files = new LaidOut(folder).with("step1/model.pt", "x");
    assertThat(PRESET.evidence(FolderFiles.of(folder))).isEmpty();

    files.at("step1/model.pt", 10);
    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("step1/model.pt");

    files.with("step1/model.pt", "written again");
    assertThat(PRESET.evidence(FolderFiles.of(folder))).isEmpty();
    files.at("step1", 10);
    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("step1/model.pt");
  }

  @Test
  void evidence_partsOfACheckpoint_areNone() throws IOException {
    LaidOut files = new LaidOut(folder).with("model.pt", "x").with("Optimizer.pt", "x");
    assertThat(PRESET.evidence(FolderFiles.of(folder))).isEmpty();

    files.without("Optimizer.pt");
    assertThat(PRESET.evidence(FolderFiles.of(folder))).contains("model.pt");
  }
}
