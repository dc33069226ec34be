package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A workspace that somebody else may write to, and did: nothing outside of it is written. */
class HostileWorkspaceTest {
  private final Path folder;

  HostileWorkspaceTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("a.tsv"), "a\tb\nc\td\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: %s
        stages:
          raw: {import: a.tsv, columns: [en, de]}
          model: {train: raw, command: "cp -r {input} {out}/m"}
          again: {train: raw, command: "cp -r {model} {out}/m"}
        """
            .formatted(folder.resolve("w")));
  }

  private Ran run(String... arguments) {
    return Ran.by(arguments);
  }

  private String experiment() {
    return folder.resolve("e.yaml").toString();
  }

  private Path manifest(String type) throws IOException {
    try (Stream<Path> outputs = Files.list(folder.resolve("w/outputs"))) {
      return outputs
          .filter(output -> output.getFileName().toString().startsWith(type + "-"))
          .findAny()
          .orElseThrow()
          .resolve("_manifest.tsv");
    }
  }

  private List<Path> outside() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(folder.resolve("w")))
          .sorted()
          .toList();
    }
  }

  private void isBadData(Path manifest, int line, String what, String... verb) throws IOException {
    List<Path> before = outside();
    assertThat(run(verb).error(4, folder))
        .as(String.join(" ", verb))
        .contains(manifest.toString().replace(folder + "/", "") + ":" + line + ": ")
        .contains(what);
    assertThat(outside()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"HERE/evil", "../../../evil", "x/../../../../evil", "sub/part"})
  void every_shardThatLeaves_isExit4AndWritesNothing(String name) throws IOException {
    run("run", experiment(), "raw").good();
    Path manifest = manifest("import");
    String evil = name.replace("HERE", folder.toString());
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceAll("\tpart-[^\t]*", Matcher.quoteReplacement("\t" + evil)));
    String output = manifest.resolveSibling("").toString();

    isBadData(manifest, 10, "is not the name of a shard", "run", experiment());
    isBadData(manifest, 10, "is not the name of a shard", "head", experiment() + ":raw");
    isBadData(manifest, 10, "is not the name of a shard", "ls", output);
    isBadData(
        manifest, 10, "is not the name of a shard", "cp", output, folder.resolve("copy") + "/");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"HERE/evil", "../../../../evil", "m/../../evil", "m\\\\evil"})
  void every_fileThatLeaves_isExit4AndWritesNothing(String path) throws IOException {
    run("run", experiment(), "model").good();
    Path manifest = manifest("train");
    String evil = path.replace("HERE", folder.toString());
    List<String> lines = Files.readAllLines(manifest);
    int last = lines.size();
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\tm/part-[^\t]*", Matcher.quoteReplacement("\t" + evil)));
    String output = manifest.resolveSibling("").toString();
    int line = 0;
    while (!lines.get(line).contains("\tm/part-")) {
      line++;
    }

    assertThat(line).isLessThan(last);
    isBadData(manifest, line + 1, "stays in its folder", "run", experiment());
    isBadData(manifest, line + 1, "stays in its folder", "ls", output);
    isBadData(
        manifest, line + 1, "stays in its folder", "cp", output, folder.resolve("copy") + "/");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void run_recordClaimOrWorkspaceFileAltered_isExit4WithItsLine() throws IOException {
    run("run", experiment(), "raw").good();
    Path record = folder.resolve("w/experiments/e/raw.tsv");
    String text = Files.readString(record);
    Files.writeString(record, text.replaceFirst("\timport", "\t../../import"));
    isBadData(record, 1, "is not a valid stage type", "run", experiment());
    isBadData(record, 1, "is not a valid stage type", "gc", folder.resolve("w").toString());
    Files.writeString(record, text);

    String output = String.valueOf(manifest("import").resolveSibling("").getFileName());
    Path claim = folder.resolve("w/leases/" + output + "/000000");
    Files.createDirectories(claim.getParent());
    Files.writeString(claim, "shoestring\t1\nholder\tid\thost\tmachine\t1\t\nseconds\t-5\n");
    isBadData(claim, 3, "'-5' is not a valid number", "gc", folder.resolve("w").toString());
    Files.delete(claim);

    Path workspace = folder.resolve("w/_workspace.tsv");
    Files.writeString(workspace, "shoestring\t1\ncodec\t../x\n");
    isBadData(workspace, 2, "'../x' is not a codec", "run", experiment());
  }
}
