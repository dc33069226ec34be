package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.process.OutOfMemory;
import org.slf4j.LoggerFactory;

/** Too little memory, and too much in a line. */
@Timeout(150)
class LimitsEndToEndTest {
  private final Path folder;

  LimitsEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a]}
          clean: {preprocess: raw, steps: [lowercase]}
        """);
  }

  private void write(int lines, int length) throws IOException {
    byte[] line = new byte[length + 1];
    Arrays.fill(line, (byte) 'x');
    line[length] = '\n';
    try (OutputStream out = Files.newOutputStream(folder.resolve("raw.tsv"))) {
      for (int i = 0; i < lines; i++) {
        out.write(line);
      }
    }
  }

  @Test
  void run_shardsLargerThanTheHeap_endsWithAMessage() throws Exception {
    write(3, 15 << 20);
    assertOutOfMemory("-Xmx24m");
    Shoestring.in(folder).run("run", "e.yaml").good();
  }

  /**
   * Here any thread runs out of memory, also those that are not ours and only log it: while the
   * program starts, or when a pipeline does.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-Xmx14m", "-Xmx22m"})
  void run_noMemoryAnywhere_endsWithAMessage(String heap) throws Exception {
    write(20_000, 100);
    assertOutOfMemory(heap);
  }

  /** What the DirectRunner does with an error of a worker, before it waits for it for ever. */
  static final class LogsAndWaits {
    private LogsAndWaits() {}

    public static void main(String[] args) throws InterruptedException {
      OutOfMemory.watch();
      LoggerFactory.getLogger("runner").error("in a worker", new OutOfMemoryError("made up"));
      Thread.sleep(100_000);
    }
  }

  @Test
  void watch_errorThatIsOnlyLogged_endsTheProcess() throws Exception {
    Shoestring.Result result = Shoestring.in(folder).as(LogsAndWaits.class).run();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("shoestring: out of memory (made up, heap 256 MB); give Java more memory ");
  }

  private void assertOutOfMemory(String heap) throws Exception {
    Shoestring.Result result = Shoestring.in(folder).with(heap).run("run", "e.yaml", "-j", "3");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("shoestring: out of memory (").contains("-Xmx");
  }

  /** The labels of all shards, each of which has as many as it has lines, would fill the heap. */
  @Tag("long")
  @Test
  void run_splitByLongLabels_takesMemoryForEachLabelOnce() throws Exception {
    String x = "x".repeat(1996);
    try (BufferedWriter raw = Files.newBufferedWriter(folder.resolve("raw.tsv"))) {
      for (int i = 0; i < 50_000; i++) {
        raw.write(i + "\t" + x + (1000 + i * 7919 % 2000) + "\n");
      }
    }
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [a, label], shard-size: 1MiB}
          parts: {split: raw, by: label, columns: [label], into: {train: rest, test: 10%}}
        """);
    Shoestring.Result result = Shoestring.in(folder).with("-Xmx112m").run("run", "e.yaml").good();
    assertThat(result.out()).contains("train 45,000 lines, test 5,000 lines");
  }

  @Test
  void run_lineOf100MB_isRefusedWithItsPlace() throws Exception {
    write(1, 100_000_000);
    Shoestring.Result result = Shoestring.in(folder).run("run", "e.yaml");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "shoestring: stage raw failed: "
                + folder.resolve("raw.tsv")
                + ":1: the line is longer than 16 MiB")
        .doesNotContain("\tat ");
  }
}
