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
        .startsWith("json\tno JSON: wrong near column 4, 'no \"")
        .endsWith("\t" + source + "\t2\tno \"\\\\t\"\n");

    write("a.jsonl", "{\"a\":4}\n");
    run("import", source, path("t.tsv"), "-c", "a", "--force").good();
    assertThat(read("t.tsv")).isEqualTo("4\n");
    assertThat(folder.resolve("t.tsv.rejected.tsv")).doesNotExist();
  }

  @Test
  void import_severalFilesOfOneKind_followOneAnother() throws IOException {
    write("1.jsonl", "{\"a\":1}\n");
    write("2.json", "[{\"a\":2},{}]");
    write("3.jsonl", "{\"a\":3}");
    run("import", path("[12].json*"), path("3.jsonl"), path("j.tsv"), "-c", "a", "--missing", "")
        .good();
    assertThat(read("j.tsv")).isEqualTo("1\n2\n\n3\n");

    write("1.csv", "x,y\n1,2\n");
    write("2.csv", "x,y\n3,4\n");
    write("3.csv", "y,z,x\n6,0,5\n");
    run("import", path("1.csv"), path("2.csv"), path("c.tsv")).good();
    assertThat(read("c.tsv")).isEqualTo("1\t2\n3\t4\n");
    run("import", path("3.csv"), path("1.csv"), path("d.tsv"), "-c", "x,y").good();
    assertThat(read("d.tsv")).isEqualTo("5\t6\n1\t2\n");
    assertThat(
            run("import", path("1.csv"), path("3.csv"), path("e.tsv"), "--no-header")
                .error(4, folder))
        .isEqualTo("3.csv:1: 3 fields, those of 1.csv have 2; import files of one kind");
    assertThat(folder.resolve("e.tsv")).doesNotExist();
  }

  @Test
  void import_tsv_hasNoQuoting() throws IOException {
    write("a.tsv", "en\tde\n\"a\t\"\"\n'b\"c\t\n");
    run("import", path("a.tsv"), path("all.tsv"), "--no-header").good();
    assertThat(read("all.tsv")).isEqualTo("en\tde\n\"a\t\"\"\n'b\"c\t\n");
    run("import", path("a.tsv"), path("rows.tsv"), "--header").good();
    assertThat(read("rows.tsv")).isEqualTo("\"a\t\"\"\n'b\"c\t\n");
    run("import", path("a.tsv"), path("de.tsv"), "-c", "de,en").good();
    assertThat(read("de.tsv")).isEqualTo("\"\"\t\"a\n\t'b\"c\n");

    write("b.tsv", "1\t2\n3\n");
    assertThat(run("import", path("b.tsv"), path("x.tsv"), "--no-header").error(4, folder))
        .isEqualTo("b.tsv:2: 1 fields, expected 2; or set such lines aside with --max-bad-lines");
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
          .startsWith("stdin:1: no field 'a'; --missing TEXT fills it in; or set");
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
            + " jsonl|csv|tsv|text|parallel",
        "a.jsonl t.tsv=>--columns is missing: which fields become columns; the first object has: b, c",
        "a.jsonl t.tsv -c b,b=>--columns names a column twice: b, b",
        "a.txt t.tsv -c b=>--columns is for jsonl and csv and tsv, not for text",
        "a.csv t.tsv --json-values=>--json-values is for jsonl, not for csv",
        "a.jsonl t.tsv -c b --separator ;=>--separator is for csv, not for jsonl",
        "a.jsonl t.tsv -c b --no-header=>--no-header is for csv and tsv, not for jsonl",
        "a.csv t.tsv --separator ::=>--separator is '::'; allowed is one ASCII character but a quote,"
            + " or tab",
        "a.txt a.txt t.tsv --format text=>a.txt: --format text takes one file; several texts become"
            + " columns side by side with --format parallel, and one text after another with cat",
        "a.csv a.jsonl t.tsv -c b=>a.csv, a.jsonl: are not of one kind by their names; import each kind"
            + " into a file of its own, or name the kind with --format",
        "a.csv a.txt t.tsv=>a.csv, a.txt: are not of one kind by their names; import each kind into a"
            + " file of its own, or name the kind with --format",
        "a.csv b.csv t.tsv=>b.csv:1: has the columns y, a.csv has x; name those to take with --columns",
        "b.tsv t.tsv=>b.tsv: TSV may have names in its first line or not: say --header or --no-header,"
            + " but not both",
        "b.tsv t.tsv --header --no-header=>b.tsv: TSV may have names in its first line or not: say"
            + " --header or --no-header, but not both",
        "b.tsv t.tsv -c x=>b.tsv:1: unknown column 'x'; known: y, z",
        "a.csv t.tsv --header=>--header is for tsv, not for csv",
        "a.csv t.tsv --missing x=>--missing is for jsonl, not for csv",
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
    write("b.csv", "y\n");
    write("b.tsv", "y\tz\n");
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
