package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Verbs in this process, on an experiment that is run once for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExperimentVerbs {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de], shard-size: 12, max-bad-lines: 1}
        clean: {preprocess: raw, steps: [empty]}
        model: {train: clean, command: "echo model > {out}/m"}
        hyp: {pipe: "clean:en", command: "cat; : {model}", columns: [hyp]}
        bleu: {score: hyp, against: "clean:de", metric: [bleu, chrf]}
        late: {preprocess: clean, steps: [lowercase]}
      """;

  public final Path folder;

  public ExperimentVerbs(Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  protected void runOnce() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), YAML);
    Files.writeString(
        folder.resolve("raw.tsv"),
        "a b c d\ta b c d\ne f g h\te f g x\nbad\ni j k l\ti j k l\n\tleer\nm n o p\tm n ö p\n");
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("t.txt.gz")))) {
      out.write("eins\nzwei\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(folder.resolve("t.txt"), "one\ntwo\n\nfour\n");
    Ran ran = verb("run", "e.yaml", "model", "bleu", "-j", "2", "--work-dir", path("work")).good();
    assertThat(ran.out().lines().filter(line -> line.contains(" DONE "))).isNotEmpty();
    assertThat(ran.out()).doesNotContain("FAILED").doesNotContain("SKIPPED");
  }

  /** The path of a file beside the experiment. */
  protected String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A verb on a file beside the experiment. */
  protected Ran verb(String verb, String what, String... more) {
    return Ran.by(
        Stream.concat(Stream.of(verb, path(what)), Stream.of(more)).toArray(String[]::new));
  }

  /** The folder of what a stage made. */
  protected String output(String stage) {
    return verb("path", "e.yaml", stage).good().out().strip();
  }
}
