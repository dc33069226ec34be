package org.shoestring.experiment.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.experiment.Experiment;
import org.shoestring.spec.UsageException;

/** What is told of files that are not YAML, or YAML that no experiment is. */
class YamlParserTest {
  private static final String HEAD = "experiment: e\nworkspace: w\nstages:\n";

  private final Path file;

  YamlParserTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
  }

  private String error(byte[] content) throws IOException {
    Files.write(file, content);
    return error();
  }

  private String error(String yaml) throws IOException {
    return error(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private String error() throws IOException {
    try {
      Experiment.read(file, List.of());
    } catch (UsageException e) {
      return String.valueOf(e.getMessage()).replace(file.toString(), "e.yaml");
    }
    throw new AssertionError("no error");
  }

  @Test
  void read_deepNesting_namesTheLine() throws IOException {
    String deep = "e.yaml:4: more than 50 lists and mappings inside each other";
    assertThat(error(HEAD + "  a: " + "[".repeat(20_000))).isEqualTo(deep);
    assertThat(error(HEAD + "  a: " + "{a: ".repeat(20_000))).isEqualTo(deep);
    assertThat(error(HEAD + "  a: " + "- ".repeat(20_000) + "b")).startsWith("e.yaml:4: ");
    assertThat(error(HEAD + "  " + "? ".repeat(20_000) + "b")).isEqualTo(deep);
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      block.append(" ".repeat(i)).append("a:\n");
    }
    assertThat(error(block.toString()))
        .isEqualTo("e.yaml:51: more than 50 lists and mappings inside each other");
  }

  @Test
  void read_aliasesOfAliases_areCounted() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
    }
    assertThat(error(bomb.toString()))
        .matches("e.yaml:[0-9]+: aliases make more than 100000 values");
  }

  @ParameterizedTest
  @CsvSource({
    "'\0', U+0000",
    "'\u0007', U+0007",
    "'\u001b', U+001B",
    "'\u007f', U+007F",
    "'\ufffe', U+FFFE"
  })
  void read_controlCharacter_isNamedWithItsLine(String character, String name) throws IOException {
    assertThat(error(HEAD + "  a: {import: b" + character + "}\n"))
        .startsWith("e.yaml:4: the character " + name + " is not allowed in text; remove it");
  }

  @ParameterizedTest
  @CsvSource({"\\0, U+0000", "\\a, U+0007", "\\e, U+001B", "\\uD800, U+D800", "\\uDC00, U+DC00"})
  void read_controlCharacterAsAnEscape_isNamedWithItsLine(String escape, String name)
      throws IOException {
    String expected =
        ": a text has the character " + name + ", written with a backslash; remove it";
    assertThat(error("experiment: e\nworkspace: \"w" + escape + "\"\nstages: {}\n"))
        .isEqualTo("e.yaml:2" + expected);
    assertThat(error(HEAD + "  \"a" + escape + "\": {}\n")).isEqualTo("e.yaml:4" + expected);
  }

  @Test
  void read_impossibleEscape_namesTheLine() throws IOException {
    assertThat(error(HEAD + "  \"\\UFFFFFFFF\": b\n"))
        .matches("e.yaml:[34]: not YAML from here on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b: c | e.yaml:4: unexpected ':'. Is a ':' missing on the line above, or is the"
            + " indentation uneven?",
        "T a: b | e.yaml:4: a tab where YAML takes only blanks; indent with blanks",
        "a: [b | e.yaml:5: a list is not closed; is a ',' or ']' missing?",
        "a: {b: c | e.yaml:5: a mapping is not closed; is a ',' or '}' missing?",
        "a: 'b | e.yaml:4: a quote is opened here and not closed",
        "a: \"b | e.yaml:4: a quote is opened here and not closed",
        "a: *b | e.yaml:4: an alias (*) of what no anchor (&) names",
        "a: @b | e.yaml:4: a text that begins with @ needs quotes",
        "a: %b | e.yaml:4: a text that begins with % needs quotes",
        "a: \"\\z\" | e.yaml:4: an unknown \\ in double quotes; write \\\\ for one",
        "a: - b | e.yaml:4: unexpected '-'; is the indentation uneven?",
        "a: ] | e.yaml:4: a value is missing, or a text needs quotes",
        "--- | e.yaml:4: a second document; an experiment is one",
        "? [a] : b | e.yaml:4: a key is a text",
      })
  void read_notYaml_saysWhatInPlainWords(String line, String expected) throws IOException {
    String indent = line.startsWith("-") || line.startsWith("T") ? "" : "  ";
    assertThat(error(HEAD + indent + line.replace("T ", "\t") + "\n")).isEqualTo(expected);
  }

  @Test
  void read_unevenIndentation_isTold() throws IOException {
    assertThat(error(HEAD + "  a: {}\n   b: {}\n"))
        .startsWith("e.yaml:5: ")
        .contains("is the indentation uneven?");
    assertThat(error(HEAD + "  a: {}\n b: {}\n"))
        .isEqualTo("e.yaml:5: not at the place of the lines above; is the indentation uneven?");
  }

  @Test
  void read_byteOrderMark_isPassedOver() throws IOException {
    Files.writeString(file, "\ufeff" + HEAD + "  raw: {import: a, columns: [a]}\n");
    assertThat(Experiment.read(file, List.of()).stages()).containsOnlyKeys("raw");
  }

  @Test
  void read_utf16_saysHowToSaveIt() throws IOException {
    assertThat(error(HEAD.getBytes(StandardCharsets.UTF_16)))
        .isEqualTo("e.yaml:1: is not UTF-8; save the file as UTF-8: iconv -f UTF-16 -t UTF-8");
    assertThat(error(HEAD.getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(
            "e.yaml:1: the character U+0000 is not allowed in text; remove it. If it is in every"
                + " line, the file is UTF-16: save it as UTF-8");
  }

  @Test
  void read_latin1_namesTheLine() throws IOException {
    assertThat(error((HEAD + "  ä: {}\n").getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("e.yaml:4: is not UTF-8; save the file as UTF-8");
  }

  @Test
  void read_hugeFile_isNotRead() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(10_000_000_000L);
    }
    assertThat(error())
        .isEqualTo(
            "e.yaml: is larger than 1.0 MB, so it cannot be an experiment; give the YAML file of one");
  }

  @Test
  void read_folder_saysWhatToName() {
    Path folder = file.resolveSibling("");
    assertThatThrownBy(() -> Experiment.read(folder, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(folder + ": is a folder; name the YAML file of the experiment");
  }

  @Test
  void read_hugeTexts_areNotRepeatedWhole() throws IOException {
    for (String huge : List.of("x".repeat(90_000), "x".repeat(200_000))) {
      for (String yaml :
          List.of(
              "experiment: " + huge + "\nworkspace: w\nstages: {}\n",
              "experiment: e\nworkspace: " + huge + "\nstages: {}\n",
              "experiment: e\nworkspace: w\nseed: " + huge + "\nstages: {}\n",
              "experiment: e\nworkspace: w\n" + huge + ": 1\n",
              "experiment: e\nworkspace: w\n? " + huge + "\n: 1\n",
              HEAD + "  a: {import: " + huge + ", colums: [a]}\n",
              HEAD + "  a: {import: a, columns: [" + huge + ", " + huge + "]}\n",
              HEAD + "  a: {preprocess: a, steps: [" + huge + "]}\n",
              HEAD + "  a: {preprocess: a, steps: [length: " + huge + "]}\n")) {
        assertThat(error(yaml)).matches("e.yaml:[0-9]: .*").hasSizeLessThan(1_000);
      }
    }
  }
}
