package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read what a whole run leaves, and the files that verbs make, is for the umask to say. */
@Tag("long")
class ModesEndToEndTest {
  private static final String EXPERIMENT =
      """
      experiment: modes
      workspace: w
      stages:
        raw: {import: a.tsv, columns: [en, de]}
        clean: {preprocess: raw, steps: [deduplicate]}
        data: {split: clean, into: {train: rest, test: 2}}
        shards: {shard: data.train, into: 2}
        model:
          train: shards
          command: "umask 077; cat {input}/*.gz > {out}/m; echo x > {out}/run; chmod 700 {out}/run"
        hyp: {pipe: "data.test:en", command: cat, columns: [hyp]}
        score: {score: hyp, against: "data.test:de", metric: bleu}
      """;

  private final Path folder;

  ModesEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<String> others(Path root, String file, String run, String directory)
      throws IOException {
    List<String> others = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        String expected = Files.isDirectory(path) ? directory : path.endsWith("run") ? run : file;
        if (!mode.equals(expected)) {
          others.add(mode + " " + path);
        }
      }
    }
    return others;
  }

  @ParameterizedTest
  @CsvSource({
    "022,rw-r--r--,rwxr-xr-x,rwxr-xr-x",
    "002,rw-rw-r--,rwxrwxr-x,rwxrwxr-x",
    "077,rw-------,rwx------,rwx------"
  })
  void run_anyUmask_decidesAllModes(String umask, String file, String run, String directory)
      throws Exception {
    Files.writeString(folder.resolve("a.tsv"), "a\tb\nc\td\ne\tf\ng\th\ni\tj\nk\tl\n");
    Files.writeString(folder.resolve("e.yaml"), EXPERIMENT);
    Shoestring program = Shoestring.in(folder).withUmask(umask);
    program.run("run", "e.yaml").good();
    program.run("cp", "e.yaml:model", "made/model").good();
    program.run("cp", "e.yaml:raw", "made/raw.tsv.gz").good();
    program.run("export", "e.yaml:raw", "made/raw.csv").good();

    assertThat(others(folder.resolve("w"), file, run, directory)).isEmpty();
    assertThat(others(folder.resolve("made"), file, run, directory)).isEmpty();
  }
}
