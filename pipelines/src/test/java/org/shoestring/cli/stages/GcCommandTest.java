package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;

/** {@code gc} with names of outputs. */
@Tag("long")
class GcCommandTest {
  private final Path folder;
  private final String file;
  private final String clean;

  GcCommandTest(@TempDir Path temporary) throws IOException {
    this.folder = Files.createDirectory(temporary.resolve("my work"));
    this.file = folder.resolve("e.yaml").toString();
    Files.writeString(folder.resolve("raw.tsv"), "a\nB\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          clean: {preprocess: raw, steps: [lowercase]}
        """);
    Ran.by("run", file).good();
    this.clean = path();
  }

  /** The name of the folder of the stage's output. */
  private String path() {
    return Path.of(Ran.by("path", file, "clean").good().out().strip()).getFileName().toString();
  }

  private List<String> ends() {
    return Ran.by("run", file).good().out().lines().map(line -> line.split(" +", 3)[1]).toList();
  }

  private Path damaged() throws IOException {
    try (Stream<Path> shards = Files.list(folder.resolve("w/outputs/" + clean))) {
      Path shard =
          shards.filter(one -> one.getFileName().toString().startsWith("part-")).findAny().get();
      Files.write(shard, new byte[(int) Files.size(shard)]);
      return shard;
    }
  }

  @Test
  void gc_commandThatAnErrorNames_letsTheDamagedOutputBeMadeAgain() throws IOException {
    damaged();
    Ran failed = Ran.by("cat", file + ":clean");
    assertThat(failed.code()).isEqualTo(4);
    Matcher command =
        Pattern.compile("run again after this command: shoestring gc '([^']+)' (\\S+)\n")
            .matcher(failed.err());
    assertThat(command.find()).as(failed.err()).isTrue();

    Ran dry = Ran.by("gc", command.group(1), command.group(2), "-n").good();
    assertThat(ends()).containsExactly("CACHED", "CACHED");
    Ran removed = Ran.by("gc", command.group(1), command.group(2)).good();
    assertThat(removed.out())
        .isEqualTo(dry.out())
        .matches("output\toutputs/" + clean + "\t[0-9]+\t[0-9]+\n");
    assertThat(removed.err()).startsWith("shoestring: removed ");
    assertThat(Ran.by("status", file).good().out()).contains("RUN because its output was removed");
    assertThat(ends()).containsExactly("CACHED", "DONE");
    assertThat(path()).isEqualTo(clean + ".1");
    assertThat(Ran.by("wc", file + ":clean").good().out()).startsWith("2\t4\t");
  }

  @Test
  void gc_experimentAndOutputs_removesThem() {
    Ran.by("gc", file, "outputs/" + clean).good();
    assertThat(ends()).containsExactly("CACHED", "DONE");
  }

  @Test
  void gc_outputThatIsNoneOrForgotten_isAUsageError() {
    assertThat(Ran.by("gc", file, "clean").error(2, folder))
        .startsWith("'clean' is not the name of an output; ");
    assertThat(Ran.by("gc", file, clean, "--forget", "e").error(2, folder))
        .isEqualTo("--forget: name either records to forget, or outputs to remove");
    assertThat(ends()).containsExactly("CACHED", "CACHED");
  }

  private void write(String object) throws IOException {
    Path path = folder.resolve("w").resolve(object);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "12345");
  }

  @Test
  void gc_checkpointsThatNobodyUses_areKeptForAWhileAndSaid() throws IOException {
    String unfinished = "_checkpoints/" + "1".repeat(32) + "/000001-0123abcd/";
    write(unfinished + "_files/0123456789abcdef/step-1");
    String finished = "2".repeat(32);
    write("_checkpoints/" + finished + "/000001-0123abcd/_files/0123456789abcdef/step-1");
    write("outputs/train-" + finished + "/_manifest.tsv");

    Ran gc = Ran.by("gc", folder.resolve("w").toString()).good();
    assertThat(gc.out()).isEmpty();
    assertThat(gc.err())
        .contains(
            "kept unused checkpoints of 1 training (5 B), because they were written in the last"
                + " 1d; to remove them too, add --grace 0s\n")
        .contains(
            "kept checkpoints of 1 unfinished training that no experiment uses any more (5 B); gc"
                + " removes them 30 days after they were written\n");
  }
}
