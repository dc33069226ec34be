package org.shoestring.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code import} and {@code export} on files here. */
class ConvertCommandsTest {
  private final Path folder;

  ConvertCommandsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static Ran run(String... arguments) {
    return Ran.by(arguments);
  }

  @Test
  void import_badLine_isExit4AndLeavesNothing() throws IOException {
    String source = write("a.jsonl", "{\"a\":1}\n{\"a\":\"x\\ty\"}\n");
    assertThat(run("import", source, path("t.tsv.gz"), "-c", "a").error(4, folder))
        .isEqualTo(
            "a.jsonl:2: a tab in 'a', which no row of TSV holds; --escape writes it as \\t; or set"
                + " such lines aside with --max-bad-lines");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("a.jsonl"));
    }
  }

  @Test
  void import_badLinesThatAreAllowed_areSetAside() throws IOException {
    String source = write("a.jsonl", "{\"a\":1}\nno \"\\t\"\n{\"a\":3}\n");
    String[] arguments = {"import", source, path("t.tsv"), "-c", "a", "--max-bad-lines", "1"};
    assertThat(run(arguments).good().err().replace(folder + "/", ""))
        .isEqualTo("shoestring: t.tsv.rejected.tsv: 1 line\nshoestring: t.tsv: 2 lines\n");
    assertThat(read("t.tsv")).isEqualTo("1\n3\n");
    assertThat(read("t.tsv.rejected.tsv"))
        .startsWith("json\tno JSON: Unrecognized token 'no'")
        .endsWith("\t" + source + "\t2\tno \"\\\\t\"\n");

    write("a.jsonl", "{\"a\":4}\n");
    run("import", source, path("t.tsv"), "-c", "a", "--force").good();
    assertThat(read("t.tsv")).isEqualTo("4\n");
    assertThat(folder.resolve("t.tsv.rejected.tsv")).doesNotExist();
  }

  @Test
  void import_targetThatIsThere_isLeft() throws IOException {
    String source = write("a.txt", "new\n");
    write("t.tsv", "old\n");
    assertThat(run("import", source, path("t.tsv")).error(2, folder))
        .isEqualTo("t.tsv: is there already; replace it with --force, or name another file");
    assertThat(read("t.tsv")).isEqualTo("old\n");
    run("import", source, path("t.tsv"), "-f").good();
    assertThat(read("t.tsv")).isEqualTo("new\n");
  }

  @Test
  void anyVerb_dash_isStdin() throws IOException {
    InputStream stdin = System.in;
    try {
      System.setIn(new ByteArrayInputStream("a,b\n1,\n".getBytes(UTF_8)));
      run("import", "-", path("t.tsv"), "--format", "csv").good();
      assertThat(read("t.tsv")).isEqualTo("1\t\n");
      System.setIn(new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8)));
      assertThat(run("wc", "-").good().out()).isEqualTo("2\t8\t-\n");
      System.setIn(new ByteArrayInputStream("{}\n".getBytes(UTF_8)));
      assertThat(run("import", "-", path("u.tsv"), "--format", "jsonl", "-c", "a").error(4, folder))
          .startsWith("stdin:1: no field 'a'");
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void import_sidesOfOtherLengths_isExit4() throws IOException {
    String en = write("a.en", "1\n2\n");
    String de = write("a.de", "1\n");
    assertThat(run("import", en, de, path("t.tsv")).error(4, folder))
        .isEqualTo("a.de has 1 lines, a.en has more; files side by side have equally many");
    assertThat(run("import", de, en, path("t.tsv")).error(4, folder))
        .isEqualTo("a.de has 1 lines, a.en has more; files side by side have equally many");
    assertThat(folder.resolve("t.tsv")).doesNotExist();
  }

  @Test
  void import_damagedFile_isExit4() throws IOException {
    Files.write(folder.resolve("a.csv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertThat(run("import", path("a.csv.gz"), path("t.tsv")).error(4, folder))
        .startsWith("a.csv.gz");
    assertThat(run("cp", path("a.csv.gz"), path("a.csv")).error(4, folder)).startsWith("a.csv.gz");
    Files.write(folder.resolve("a.jsonl.gz"), new byte[0]);
    assertThat(run("import", path("a.jsonl.gz"), path("t.tsv"), "-c", "a").error(4, folder))
        .startsWith("a.jsonl.gz: the file is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "a.xyz t.tsv=>a.xyz: its name tells no format; name it with --format"
            + " jsonl|csv|text|parallel",
        "a.jsonl t.tsv=>--columns is missing: which fields become columns; the first object has: b, c",
        "a.jsonl t.tsv -c b,b=>--columns names a column twice: b, b",
        "a.txt t.tsv -c b=>--columns is for jsonl and csv, not for text",
        "a.csv t.tsv --json-values=>--json-values is for jsonl, not for csv",
        "a.jsonl t.tsv -c b --separator ;=>--separator is for csv, not for jsonl",
        "a.jsonl t.tsv -c b --no-header=>--no-header is for csv, not for jsonl",
        "a.csv t.tsv --separator ::=>--separator is '::'; allowed is one ASCII character but a quote,"
            + " or tab",
        "a.csv a.csv t.tsv --format csv=>a.csv: only texts stand side by side; import other files one"
            + " by one",
        "a.csv t.tsv --max-bad-lines -1=>--max-bad-lines is -1; allowed is a number from 0",
        "a.csv - --max-bad-lines 1=>--max-bad-lines sets lines aside in TARGET.rejected.tsv, and stdout"
            + " (-) has no such file beside it; name a file",
        "a.csv .=>.: is a folder; name a file in it",
        "a.csv t/=>'t/' names no file; write FOLDER/NAME",
        "a.csv t.tsv -c b --no-header=>--columns goes by the names in the header; --no-header has none",
        "none.csv t.tsv=>none.csv: no such file",
      })
  void import_whatCannotBe_isExit2(String arguments, String message) throws IOException {
    write("a.xyz", "x\n");
    write("a.txt", "x\n");
    write("a.csv", "x\n");
    write("a.jsonl", "{\"b\":1,\"c\":2}\n");
    String[] words = ("import " + arguments).split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      if (words[i].matches(".*[./].*")) {
        words[i] = words[i].equals(".") ? folder.toString() : folder + "/" + words[i];
      }
    }
    String expected = message.replaceFirst("^\\.:", folder + ":");
    assertThat(run(words).error(2, folder)).isEqualTo(expected);
    assertThat(folder.resolve("t.tsv")).doesNotExist();
  }

  @Test
  void export_fileWithoutNames_needsThemOrNoHeader() throws IOException {
    String source = write("t.tsv", "a\tb\nc\t\n");
    assertThat(run("export", source, path("x.csv")).error(2, folder))
        .isEqualTo("t.tsv: its columns have no names; give them with --columns");
    run("export", source, path("x.csv"), "--no-header", "--separator", "tab").good();
    assertThat(read("x.csv")).isEqualTo("a\tb\r\nc\t\r\n");
    run("export", source, path("y.csv"), "-c", "en,de").good();
    assertThat(read("y.csv")).isEqualTo("en,de\r\na,b\r\nc,\r\n");
    assertThat(run("export", source, path("z.csv"), "-c", "en").error(2, folder))
        .isEqualTo("--columns names 1 columns (en), t.tsv has 2");
    assertThat(run("export", source, path("z.txt")).error(2, folder))
        .isEqualTo(
            "t.tsv: has 2 columns, a text is one; choose one, like FILE.yaml:STAGE:COLUMN, or write"
                + " all with --format parallel");
    assertThat(run("export", source, "-", "-c", "en,de", "--format", "parallel").error(2, folder))
        .isEqualTo("-: several texts do not go into one stdout; name files, like x.{}");
    run("export", source, path("p"), "-c", "en,de", "--format", "parallel").good();
    assertThat(read("p.en") + read("p.de")).isEqualTo("a\nc\nb\n\n");
  }

  @Test
  void export_rowsOfOtherWidth_isExit4AndLeavesNothing() throws IOException {
    String source = write("t.tsv", "a\tb\nc\n");
    assertThat(run("export", source, path("x.jsonl"), "-c", "en,de").error(4, folder))
        .isEqualTo("t.tsv:2: 1 columns, 2 in the lines before");
    assertThat(folder.resolve("x.jsonl")).doesNotExist();
  }

  @Test
  void export_unescape_isTheInverseOfImportsEscape() throws IOException {
    String json = "{\"a\":\"\\t\\n\\r\\\\\",\"b\":\"\"}\n{\"a\":\"\\\\t\",\"b\":\"\\r\"}\n";
    run("import", write("a.jsonl", json), path("t.tsv"), "-c", "a,b", "--escape").good();
    assertThat(read("t.tsv")).isEqualTo("\\t\\n\\r\\\\\t\n\\\\t\t\\r\n");
    run("export", path("t.tsv"), path("b.jsonl"), "-c", "a,b", "--unescape").good();
    assertThat(read("b.jsonl")).isEqualTo(json);

    assertThat(
            run("export", write("u.tsv", "a\\b\n"), path("c.csv"), "-c", "a", "--unescape")
                .error(4, folder))
        .isEqualTo(
            "u.tsv:1: column 1 has a backslash that starts no escape; known: \\t, \\n, \\r, \\\\");
    assertThat(run("export", path("t.tsv"), path("c.txt"), "--unescape").error(2, folder))
        .isEqualTo("--unescape is for jsonl and csv, not for text");
  }
}
