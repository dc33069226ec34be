package org.shoestring.experiment.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.experiment.Experiment;
import org.shoestring.spec.UsageException;

/** Whatever stands in a file, it is an experiment, or a mistake with its line. */
class YamlFuzzTest {
  private static final int MUTANTS = 1500;

  private static final List<String> PIECES =
      List.of(
          ":",
          ": ",
          "-",
          "- ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "&a ",
          "*a",
          "!",
          "!!int ",
          "|",
          ">",
          "'",
          "\"",
          "%",
          "@",
          "`",
          "#",
          "?",
          "? ",
          "\t",
          "\n",
          "\n\n",
          "  ",
          "\r",
          "\0",
          "\u0007",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\ufffe",
          "ä",
          "\ud83d\ude00",
          "\\",
          "\"\\0\"",
          "\"\\uD800\"",
          "\"\\UFFFFFFFF\"",
          "---\n",
          "...\n",
          "<<: ",
          "~",
          "null",
          "-1",
          "99999999999999999999",
          "1e9",
          "0.5",
          "{out}",
          "{{",
          "{raw}",
          "${x}",
          "raw",
          "raw.main",
          "raw:en",
          ".",
          "/",
          "//",
          "s3://lab/x",
          "~/x",
          "*",
          "**",
          "[a",
          "{a,b",
          "rest",
          "50%",
          "-5%",
          "length: {max: 1}");

  @TempDir private Path folder = Path.of("");

  /** Samples, and an experiment with about everything that one can have. */
  private static List<String> originals() throws IOException {
    List<String> originals = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("..", "data-samples"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        originals.add(Files.readString(file));
      }
    }
    assertThat(originals).isNotEmpty();
    originals.add(
        """
        experiment: e
        workspace: "w"
        compression: gzip
        compression-level: 3
        seed: 7
        stages:
          raw: {import: [a.tsv, 'b.tsv'], columns: [en, de], shard-size: 1m, max-bad-lines: 1}
          clean:
            preprocess: raw
            steps: [normalize-whitespace, length: {min: 1, max: 9, columns: [en]}, length-ratio: 3]
          parts: {split: clean, into: {train: rest, test: 10%, dev: 5}, by: hash, columns: [en]}
          shards: {shard: parts.train, bytes: 1m, seed: 4, balance: {tokens: [en]}}
          model: {train: shards, command: "x {input} {out} {parts.dev}", memory: 1g}
          hyp: {pipe: "parts.test:en", command: &c "cat {model}", columns: [h], keep-alive: true}
          score: {score: hyp, against: ["parts.test:de"], metric: [bleu, chrf: {word-order: 2}]}
        """);
    return originals;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void read_mutant_isAnExperimentOrAMistakeWithItsLine(long seed) throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve("mutant.yaml");
    List<String> originals = originals();
    int good = 0;
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutant(random, originals.get(i % originals.size()));
      Files.write(file, mutant);
      try {
        Experiment.read(file, List.of());
        good++;
      } catch (UsageException e) {
        refused++;
        assertThat(e.getMessage())
            .as(new String(mutant, StandardCharsets.UTF_8))
            .matches("(?s)\\Q" + file + "\\E:[1-9][0-9]*: .+")
            .hasSizeLessThan(6000)
            .doesNotContain("org.snakeyaml", "while scanning", "while parsing", "<block");
      } catch (RuntimeException e) {
        throw new AssertionError(new String(mutant, StandardCharsets.UTF_8), e);
      }
    }
    assertThat(good).isGreaterThan(MUTANTS / 100);
    assertThat(refused).isGreaterThan(MUTANTS / 3);
  }

  private static byte[] mutant(Random random, String original) {
    String text = original;
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = random.nextInt(3) == 0 ? lines(random, text) : piece(random, text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Puts a piece anywhere, or in the place of something. */
  private static String piece(Random random, String text) {
    int at = random.nextInt(text.length());
    int to = Math.min(text.length(), at + random.nextInt(random.nextBoolean() ? 2 : 12));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    int times = random.nextInt(50) == 0 ? 300 : 1;
    return text.substring(0, at) + piece.repeat(times) + text.substring(to);
  }

  /** Drops, repeats, moves or indents a line, or cuts the text off. */
  private static String lines(Random random, String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
      case 3 -> lines.set(at, " " + lines.get(at));
      default -> lines.subList(at, lines.size()).clear();
    }
    return String.join("\n", lines) + "\n";
  }
}
