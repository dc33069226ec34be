package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.tsv.foreign.ForeignFile;

/** What can be read only once: named pipes, and stdin by its names. */
class PipesTest {
  @TempDir private Path folder = Path.of("");

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String pipe(String name) throws Exception {
    String pipe = path(name);
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    return pipe;
  }

  /** A named pipe, into which a text is written once somebody reads it. */
  private String pipe(String name, String text) throws Exception {
    String pipe = pipe(name);
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try {
                Files.writeString(Path.of(pipe), text, StandardOpenOption.WRITE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(written).isNotCompleted();
    return pipe;
  }

  @Test
  void wc_pipe_isItsLines() throws Exception {
    assertThat(Ran.by("wc", pipe("p", "a\nb\n")).good().lines(folder)).containsExactly("2\t4\tp");
  }

  @Test
  void score_pipes_isTheirScore() throws Exception {
    String text = "a b c d\ne f g h\n";

    assertThat(Ran.by("score", "-b", pipe("h", text), pipe("r", text)).good().out())
        .startsWith("100.0");
  }

  @Test
  void cpImportAndExport_pipe_readItOnce() throws Exception {
    Ran.by("cp", pipe("p1", "a\tb\n"), path("o.tsv.gz")).good();
    try (InputStream in =
        ForeignFile.text(ObjectName.of(path("o.tsv.gz")).open(Stores.withoutOptions()), "o")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("a\tb\n");
    }
    Ran.by("import", pipe("p2", "x,y\n1,2\n"), path("c.tsv"), "--format", "csv").good();
    assertThat(folder.resolve("c.tsv")).hasContent("1\t2\n");
    Ran.by("export", pipe("p3", "a\tb\n"), path("o.csv"), "--columns", "x,y").good();
    assertThat(folder.resolve("o.csv")).content().contains("a,b");
  }

  @Test
  void cp_pipeIntoAFolder_asksForAName() throws Exception {
    Files.createDirectory(folder.resolve("d"));

    assertThat(Ran.by("cp", pipe("p"), path("d") + "/").error(2, folder))
        .isEqualTo(
            "d/: data from a pipe has no file name; give a name for the copy, for example"
                + " d/NAME.tsv.gz");
  }

  @Test
  void verbs_sameStdinTwice_isAUsageError() {
    String message =
        "stdin: this is a pipe, which can be read only once; write its content into a file first";
    assertThat(Ran.by("score", "-", "/dev/stdin").error(2, folder)).isEqualTo(message);
    assertThat(Ran.by("wc", "-", "-").error(2, folder)).isEqualTo(message);
    assertThat(Ran.by("cat", "/dev/stdin", "-").error(2, folder)).isEqualTo(message);
  }

  @Test
  void run_importOfAPipe_saysWhatToDo() throws Exception {
    pipe("p.tsv");
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: p.tsv, columns: [a]}\n");

    assertThat(Ran.by("run", path("e.yaml")).error(2, folder))
        .isEqualTo(
            "e.yaml:4: p.tsv: this is a pipe or a device, which can be read only once; write its"
                + " content into a file first");
  }
}
