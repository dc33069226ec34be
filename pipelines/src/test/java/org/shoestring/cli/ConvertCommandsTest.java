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
            "a.jsonl:2: column 'a' contains a tab, which a TSV file cannot hold; add --escape to"
                + " write it as \\t. To set such lines aside, add --max-bad-lines N");
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
        .startsWith("json\tnot valid JSON near column 4, 'no \"")
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
        .isEqualTo(
            "3.csv:1: 3 fields, but the rows of 1.csv have 2; all files of one import need the"
                + " same number of fields");
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
        .isEqualTo(
            "b.tsv:2: 1 field, expected 2; correct the line. To set such lines aside, add"
                + " --max-bad-lines N");
  }

  @Test
  void import_targetThatIsThere_isLeft() throws IOException {
    String source = write("a.txt", "new\n");
    write("t.tsv", "old\n");
    assertThat(run("import", source, path("t.tsv")).error(2, folder))
        .isEqualTo(
            "t.tsv: this file exists already; to replace it, add --force, or choose another name");
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
          .startsWith(
              "stdin:1: field 'a' is missing; to fill in missing fields, add --missing TEXT. To"
                  + " set");
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void import_sidesOfOtherLengths_isExit4() throws IOException {
    String en = write("a.en", "1\n2\n");
    String de = write("a.de", "1\n");
    assertThat(run("import", en, de, path("t.tsv")).error(4, folder))
        .isEqualTo(
            "a.de has 1 line, but a.en has more; files side by side must have the same number of"
                + " lines");
    assertThat(run("import", de, en, path("t.tsv")).error(4, folder))
        .isEqualTo(
            "a.de has 1 line, but a.en has more; files side by side must have the same number of"
                + " lines");
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
        "a.xyz t.tsv=>a.xyz: cannot tell the format from this name; set it with --format"
            + " jsonl|csv|tsv|text|parallel",
        "a.jsonl t.tsv=>missing option: --columns NAME,... (the fields that become columns); the"
            + " first object has b, c",
        "a.jsonl t.tsv -c b,b=>--columns: column 'b' is named twice; name it once",
        "a.txt t.tsv -c b=>--columns works only with jsonl, csv, tsv; the format here is text",
        "a.csv t.tsv --json-values=>--json-values works only with jsonl; the format here is csv",
        "a.jsonl t.tsv -c b --separator ;=>--separator works only with csv; the format here is"
            + " jsonl",
        "a.jsonl t.tsv -c b --no-header=>--no-header works only with csv, tsv; the format here"
            + " is jsonl",
        "a.csv t.tsv --separator ::=>--separator must be 'tab' or one ASCII character that is"
            + " not a quote, but is '::'",
        "a.txt a.txt t.tsv --format text=>a.txt: --format text takes one file; to put several"
            + " files side by side as columns, use --format parallel; to join them, one after"
            + " another, use cat",
        "a.csv a.jsonl t.tsv -c b=>a.csv, a.jsonl: these names have different formats; import"
            + " each format into a file of its own, or set one for all with --format",
        "a.csv a.txt t.tsv=>a.csv, a.txt: these names have different formats; import each format"
            + " into a file of its own, or set one for all with --format",
        "a.csv b.csv t.tsv=>b.csv:1: the columns are y, but those of a.csv are x; choose columns"
            + " that all files have with --columns",
        "b.tsv t.tsv=>b.tsv: the first line of a TSV file may be a header or data; add either"
            + " --header or --no-header",
        "b.tsv t.tsv --header --no-header=>b.tsv: the first line of a TSV file may be a header"
            + " or data; add either --header or --no-header",
        "b.tsv t.tsv -c x=>b.tsv:1: unknown column 'x'; known: y, z",
        "a.csv t.tsv --header=>--header works only with tsv; the format here is csv",
        "a.csv t.tsv --missing x=>--missing works only with jsonl; the format here is csv",
        "a.csv t.tsv --max-bad-lines -1=>--max-bad-lines N must be a whole number of 0 or more,"
            + " but is '-1'",
        "a.csv - --max-bad-lines 1=>--max-bad-lines writes bad lines to TARGET.rejected.tsv, so"
            + " TARGET cannot be - (stdout); name a file",
        "a.csv .=>.: this is a folder; give the name of a file in it",
        "a.csv t/=>'t/' is not the name of a file; write FOLDER/NAME",
        "a.csv t.tsv -c b --no-header=>--columns finds columns by their names in the header, so"
            + " it does not work with --no-header; remove one of the two",
        "none.csv t.tsv=>none.csv: no such file; correct the path",
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
        .isEqualTo("t.tsv: the columns have no names; name them with --columns NAME,...");
    run("export", source, path("x.csv"), "--no-header", "--separator", "tab").good();
    assertThat(read("x.csv")).isEqualTo("a\tb\r\nc\t\r\n");
    run("export", source, path("y.csv"), "-c", "en,de").good();
    assertThat(read("y.csv")).isEqualTo("en,de\r\na,b\r\nc,\r\n");
    assertThat(run("export", source, path("z.csv"), "-c", "en").error(2, folder))
        .isEqualTo("--columns names 1 column (en), but t.tsv has 2; name each column once");
    assertThat(run("export", source, path("z.txt")).error(2, folder))
        .isEqualTo(
            "t.tsv: has 2 columns, but a text file holds one; choose a column with"
                + " FILE.yaml:STAGE:COLUMN, or write all of them with --format parallel");
    assertThat(run("export", source, "-", "-c", "en,de", "--format", "parallel").error(2, folder))
        .isEqualTo("-: stdout cannot take several texts; name files, for example x.{}");
    run("export", source, path("p"), "-c", "en,de", "--format", "parallel").good();
    assertThat(read("p.en") + read("p.de")).isEqualTo("a\nc\nb\n\n");
  }

  @Test
  void export_rowsOfOtherWidth_isExit4AndLeavesNothing() throws IOException {
    String source = write("t.tsv", "a\tb\nc\n");
    assertThat(run("export", source, path("x.jsonl"), "-c", "en,de").error(4, folder))
        .isEqualTo("t.tsv:2: 1 column, expected 2, as in the lines before; correct the line");
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
            "u.tsv:1: column 1: a backslash must be followed by t, n, r or another backslash."
                + " Was it imported with --escape? If not, leave out --unescape");
    assertThat(run("export", path("t.tsv"), path("c.txt"), "--unescape").error(2, folder))
        .isEqualTo("--unescape works only with jsonl, csv; the format here is text");
  }
}
