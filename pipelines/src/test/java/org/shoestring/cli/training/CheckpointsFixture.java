package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.shoestring.cli.Ran;
import org.shoestring.files.FolderWalk;

/** What tests of {@code checkpoints} share: a location to push to, and the verbs. */
abstract class CheckpointsFixture {
  static final String PRESET = "files:pattern=step-*";

  final Path folder;
  final String run1;

  CheckpointsFixture(Path temporary) throws IOException {
    this.folder = Files.createDirectory(temporary.resolve("my work"));
    this.run1 = folder.resolve("run1").toString();
  }

  final Ran verb(String verb, String... more) {
    return Ran.by(
        Stream.concat(Stream.of("checkpoints", verb), Stream.of(more)).toArray(String[]::new));
  }

  /** The file of an experiment with the table {@code raw} and more stages. */
  final String experiment(String stages) throws IOException {
    Files.writeString(folder.resolve("raw.tsv"), "a\n");
    String head =
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
        """;
    return Files.writeString(folder.resolve("e.yaml"), head + stages.indent(2)).toString();
  }

  /** Saves a checkpoint of a folder that has two. */
  final Ran push(String name) throws IOException {
    Path local = Files.createDirectories(folder.resolve("local"));
    Files.writeString(local.resolve(name), name);
    return verb(
        "push",
        local.toString(),
        run1,
        "--preset",
        PRESET,
        "--name",
        name,
        "--work-dir",
        folder.resolve("work").toString());
  }

  /** The first two fields of each line. */
  static List<String> names(Ran ran) {
    List<String> names = new ArrayList<>();
    ran.good()
        .out()
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(f -> names.add(f[0] + " " + f[1]));
    return names;
  }

  /** The stored file of a checkpoint. */
  final Path stored(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    FolderWalk.files(
        Path.of(run1),
        file -> {
          if (file.endsWith(name)) {
            found.add(file);
          }
        });
    return found.get(0);
  }

  /** The key of the only training in the workspace of an experiment. */
  final String key(String file) throws IOException {
    List<Path> keys = FolderWalk.entries(folder.resolve("w/_checkpoints"));
    assertThat(keys).as(file).hasSize(1);
    return keys.get(0).getFileName().toString();
  }
}
