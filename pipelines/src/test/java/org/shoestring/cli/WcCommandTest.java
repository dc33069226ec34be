package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wc}: lines and bytes of all that has lines. */
class WcCommandTest extends ExperimentVerbs {

  WcCommandTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void wc_anything_countsLinesAndRawBytes() {
    assertThat(verb("wc", "e.yaml:clean").good().out())
        .isEqualTo("4\t65\t" + path("e.yaml:clean") + "\n");
    assertThat(verb("wc", "e.yaml:clean:de").good().out()).startsWith("4\t33\t");
    assertThat(verb("wc", "e.yaml:raw._rejected").good().out()).startsWith("1\t");
    assertThat(Ran.by("wc", output("clean")).good().out()).startsWith("4\t65\t");
    assertThat(Ran.by("wc", output("clean") + "/_rejected").good().out()).startsWith("1\t");
    assertThat(verb("wc", "t.txt", path("t.txt.gz")).good().out())
        .isEqualTo("4\t14\t" + path("t.txt") + "\n2\t10\t" + path("t.txt.gz") + "\n");
  }

  @Test
  void wc_whatIsNotThere_listsWhatIs() {
    assertThat(verb("wc", "e.yaml:clean.dev").error(2, folder))
        .isEqualTo("e.yaml:clean.dev: unknown table 'dev'; known: main, _rejected");
    assertThat(verb("wc", "e.yaml:clean:fr").error(2, folder))
        .isEqualTo("e.yaml:clean:fr: unknown column 'fr'; known: en, de");
    assertThat(verb("wc", "e.yaml:model").error(2, folder))
        .isEqualTo(
            "e.yaml:model: this output is files, not a table; list them with 'shoestring ls e.yaml:model'");
    assertThat(verb("wc", "e.yaml:bleu").error(2, folder))
        .isEqualTo("e.yaml:bleu: choose one of its tables: scores, statistics");
    assertThat(verb("wc", "none").error(2, folder))
        .startsWith("none: no such file or output; expected ");
    assertThat(verb("wc", "").error(2, folder)).contains(": no such file or output; expected ");
  }

  @Test
  void wc_badData_isExit4() throws IOException {
    Files.write(folder.resolve("latin"), new byte[] {'a', '\n', (byte) 0xe4, '\n'});
    assertThat(verb("wc", "latin").error(4, folder))
        .isEqualTo(
            "latin:2: invalid UTF-8; find its encoding with 'file -bi FILE', then convert it with"
                + " 'iconv -f ENCODING -t utf-8 FILE'");
    byte[] good = Files.readAllBytes(folder.resolve("t.txt.gz"));
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(good, good.length - 6));
    assertThat(verb("wc", "cut.gz").error(4, folder)).startsWith("cut.gz:");
    Files.write(folder.resolve("empty.gz"), new byte[0]);
    assertThat(verb("wc", "empty.gz").error(4, folder))
        .startsWith("empty.gz: the file is empty, so it is not a compressed file");
  }

  @Test
  void wc_alteredShard_isExit4() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(Path.of(output("clean")))) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Files.copy(file, copy.resolve(Path.of(output("clean")).relativize(file).toString()));
      }
    }
    try (Stream<Path> files = Files.list(copy)) {
      Path shard =
          files.filter(f -> f.toString().endsWith(".gz")).sorted().findFirst().orElseThrow();
      Files.delete(shard);
    }
    assertThat(verb("wc", "copy").error(4, folder))
        .contains("part-00000-00000")
        .contains("missing");
  }
}
