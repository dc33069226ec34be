package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Globs in verbs and in the import stage. */
class GlobCommandsTest {
  @TempDir private Path folder = Path.of("");

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    for (String name : List.of("d/a.tsv", "d/b.tsv", "d/._a.tsv", "d/c[1].tsv")) {
      Files.writeString(folder.resolve(name), name + "\n");
    }
  }

  @Test
  void wc_globs_areTheirFiles() {
    assertThat(Ran.by("wc", path("d/?.tsv"), path("d/c[1].tsv")).good().lines(folder))
        .containsExactly("1\t8\td/a.tsv", "1\t8\td/b.tsv", "1\t11\td/c[1].tsv");
  }

  @Test
  void wc_relativeGlob_isRelative() throws IOException {
    Path here = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "glob");
    try {
      Files.writeString(here.resolve("a.tsv"), "x\n");
      String name = Path.of("").toAbsolutePath().relativize(here) + "/";
      assertThat(Ran.by("wc", name + "*.tsv").good().out()).isEqualTo("1\t2\t" + name + "a.tsv\n");
    } finally {
      Files.deleteIfExists(here.resolve("a.tsv"));
      Files.delete(here);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en{de.tsv|no file matches this pattern; correct the path or the pattern",
        "d/a[.tsv|no file matches this pattern; correct the path or the pattern",
        "d/a[9-0].tsv|the range 9-0 is empty; write the lower end first",
      })
  void verbs_globThatCannotBe_areAUsageError(String glob, String message) throws IOException {
    assertThat(Ran.by("cp", path(glob), path("o.tsv")).error(2, folder)).endsWith(message);
    assertThat(Ran.by("wc", path(glob)).error(2, folder)).endsWith(message);
    assertThat(Ran.by("cat", path(glob)).error(2, folder)).endsWith(message);
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: '" + glob + "', columns: [a]}\n");
    assertThat(Ran.by("run", path("e.yaml")).error(2, folder)).startsWith("e.yaml:4: ");
  }

  @Test
  void run_importOfANameWithBrackets_isThatFile() throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: 'd/c[1].tsv', columns: [a]}\n");
    Ran.by("run", path("e.yaml")).good();

    assertThat(Ran.by("wc", path("e.yaml:raw")).good().out()).startsWith("1\t11\t");
  }
}
