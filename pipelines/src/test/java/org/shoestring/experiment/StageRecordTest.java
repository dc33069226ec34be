package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.pipeline.SourceDigest;
import org.shoestring.pipeline.Sources;
import org.shoestring.table.Workspace;
import org.shoestring.transform.ImportUnit;
import org.shoestring.tsv.Codec;

class StageRecordTest {
  private static final String ODD = "/a/b\tc\\d.tsv";

  private final Path folder;
  private Experiment experiment;
  private Workspace workspace;

  StageRecordTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages: {a: {import: a.tsv, columns: [a]}}\n");
    this.experiment = Experiment.read(folder.resolve("e.yaml"), List.of());
    this.workspace = Workspace.open("", experiment.workspace(), Codec.GZIP, 2);
  }

  @BeforeEach
  void nothingWritten() throws IOException {
    assertThat(StageRecord.read(workspace, experiment, "a").outputName()).isEmpty();
  }

  private static Sources sources() {
    Map<String, SourceDigest> digests = new LinkedHashMap<>();
    for (String file : List.of("/x.en", "/y.en", ODD)) {
      digests.put(file, new SourceDigest(file, file.length(), "v1", "sha-" + file.length()));
    }
    return new Sources(
        List.of(
            new ImportUnit(0, List.of(List.of("/x.en", "/y.en"), List.of(ODD))),
            new ImportUnit(1, List.of(List.of("/x.en"), List.of(ODD)))),
        digests);
  }

  @Test
  void replace_thenRead_isTheSame() throws IOException {
    List<String> patterns = List.of("?.en", "b\tc*.tsv");
    StageRecord.of("k1", "import", patterns, sources()).replace(workspace, experiment, "a");
    StageRecord read = StageRecord.read(workspace, experiment, "a");
    assertThat(read.outputName()).contains("import-k1");
    assertThat(read.digest(ODD)).contains(sources().digest(ODD));
    assertThat(read.digest("/z")).isEmpty();
    assertThat(read.sources(patterns)).isEqualTo(sources());
    assertThat(read.sources(List.of("?.en"))).isNull();
    assertThat(folder.resolve("w/experiments/e/a.tsv")).exists();
  }
}
