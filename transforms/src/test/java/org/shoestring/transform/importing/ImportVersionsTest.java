package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.Manifest;
import org.shoestring.transform.Workbench;

/** An import is of the very files that its output is named by. */
class ImportVersionsTest {
  private final Workbench bench;
  private final Path first;
  private final Path second;

  ImportVersionsTest(@TempDir Path folder) throws IOException {
    this.bench = new Workbench(folder);
    this.first = bench.file("first.tsv", "1\ta\n".repeat(10));
    this.second = bench.file("second.tsv", "2\tb\n".repeat(10));
  }

  private static SourceVersion version(Path file) throws IOException {
    StoredObject found = ObjectName.of(file.toString()).stat(Stores.withoutOptions()).orElseThrow();
    return new SourceVersion(found.bytes(), found.version(), "");
  }

  /** Imports two files, in pieces of five lines. */
  private Manifest run(Map<String, SourceVersion> versions) throws IOException {
    List<ImportUnit> units = List.of(Imports.unit(0, first), Imports.unit(1, second));
    ImportTable.Settings settings = new ImportTable.Settings(Imports.EN_DE, 20, 0);
    return bench.run(
        "out",
        ImportTable.tables(settings.columns()),
        2,
        (pipeline, output) ->
            pipeline.apply("Import", ImportTable.of(units, settings, output).ofVersions(versions)));
  }

  @Test
  void importTable_ofTheseVersions_isAllLines() throws IOException {
    Manifest manifest =
        run(Map.of(first.toString(), version(first), second.toString(), version(second)));

    assertThat(manifest.lines("main")).isEqualTo(20);
  }

  @Test
  void importTable_fileWhoseTimesAloneChanged_isTheSame() throws IOException {
    String sha256 =
        new Sha256().update("1\ta\n".repeat(10).getBytes(StandardCharsets.UTF_8), 0, 40).hex();
    SourceVersion before = new SourceVersion(40, "before", sha256);

    assertThat(run(Map.of(first.toString(), before)).lines("main")).isEqualTo(20);
  }

  @Test
  void importTable_fileOfAnotherVersion_failsAndRecordsNothingOfIt() throws IOException {
    assertThatThrownBy(
            () ->
                run(
                    Map.of(
                        first.toString(),
                        version(first),
                        second.toString(),
                        new SourceVersion(40, "before", ""))))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            second
                + ": changed while it was imported; run the command again to import what is"
                + " there now");

    assertThat(bench.output("out").manifest()).isEmpty();
    assertThat(bench.output("out").records().names()).noneMatch(name -> name.startsWith("00001"));
  }
}
