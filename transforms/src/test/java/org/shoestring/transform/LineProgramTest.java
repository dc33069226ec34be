package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.worker.ShellCommand;

class LineProgramTest {

  @Test
  void errorTail_nothingSaid_saysSo(@TempDir Path folder) throws IOException {
    assertThat(tail(folder, 0, "")).isEqualTo("it said nothing on stderr");
  }

  @Test
  void errorTail_manyLines_isTheLastTwenty(@TempDir Path folder) throws IOException {
    String said =
        IntStream.rangeClosed(1, 100).mapToObj(i -> "e" + i).collect(Collectors.joining("\n"));

    assertThat(tail(folder, 0, said))
        .startsWith("the end of its stderr:\n    e81\n    e82\n")
        .endsWith("\n    e99\n    e100");
  }

  @Test
  void errorTail_moreThanTheHeapHolds_readsTheEndOnly(@TempDir Path folder) throws IOException {
    assertThat(tail(folder, 3L << 30, "\nlast words\n"))
        .endsWith("\n    last words")
        .hasSizeLessThan(1 << 16);
  }

  private static String tail(Path folder, long hole, String said) throws IOException {
    Path errors = folder.resolve("errors");
    try (RandomAccessFile file = new RandomAccessFile(errors.toFile(), "rw")) {
      file.seek(hole);
      file.write(said.getBytes(StandardCharsets.UTF_8));
    }
    try (LineProgram program =
        new LineProgram(ShellCommand.of("true", folder.toString()), errors)) {
      return program.errorTail();
    }
  }
}
