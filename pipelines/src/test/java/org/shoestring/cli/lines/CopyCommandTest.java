package org.shoestring.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.cli.RemoteCopiesTest;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;

/** {@code cp} in folders here; {@link RemoteCopiesTest} has it between stores. */
class CopyCommandTest {
  @TempDir private static Path folder = Path.of("");

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static Ran cp(String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "cp";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].startsWith("-") ? arguments[i] : folder + "/" + arguments[i];
    }
    return Ran.by(words);
  }

  @BeforeAll
  static void runOnce() throws IOException {
    Files.writeString(folder.resolve("raw.tsv"), "a\tb\r\r\n\tx\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [en, de]}
          clean: {preprocess: raw, steps: [empty]}
        """);
    Ran.by("run", path("e.yaml"), "--work-dir", path("work")).good();
  }

  private static String output(String stage) {
    return Ran.by("path", path("e.yaml"), stage).good().out().strip();
  }

  @Test
  void cp_stage_isAFolderOrAFileByTheNameOfTheTarget() throws IOException {
    cp("e.yaml:clean", "out1").good();
    assertThat(Table.manifestIn(Stores.withoutOptions(), path("out1")).text())
        .isEqualTo(Table.manifestIn(Stores.withoutOptions(), output("clean")).text());

    assertThat(cp("e.yaml:raw", "out1.tsv").good().err())
        .isEqualTo("shoestring: " + path("out1.tsv") + ": 2 lines\n");
    assertThat(read("out1.tsv")).isEqualTo("a\tb\r\r\n\tx\n");
    cp("e.yaml:clean._rejected", "rejected").good();
    assertThat(read("rejected")).startsWith("empty\t");
    cp("e.yaml:raw:de,en", "out2.txt").good();
    assertThat(read("out2.txt")).isEqualTo("b\r\ta\nx\t\n");
    cp("out1", "out3.tsv").good();
    assertThat(read("out3.tsv")).isEqualTo("a\tb\r\r\n");
    cp("out1/_rejected", "out4").good();
    assertThat(read("out4")).isEqualTo(read("rejected"));
  }

  @Test
  void cp_linesIntoAFolder_askForAName() {
    assertThat(cp("e.yaml:raw:de", "some/").error(2, folder))
        .isEqualTo(
            "some/: lines need a file, not a folder; give its name, for example some/NAME.tsv.gz");
  }

  @Test
  void cp_outputToStdout_saysWhatPrintsItsLines() {
    String why =
        "-: a whole output is many files, which stdout cannot take; print its lines with 'shoestring cat ";
    assertThat(cp("e.yaml:clean", "-").error(2, folder)).isEqualTo(why + "e.yaml:clean'");
    assertThat(Ran.by("cp", output("clean"), "-").error(2, folder))
        .isEqualTo(why + Path.of(output("clean")).toString().replace(folder + "/", "") + "'");
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void cp_folderThatIsNoOutput_saysHowItsFilesAreNamed() throws IOException {
    Files.createDirectories(folder.resolve("files"));
    Files.writeString(folder.resolve("files/f"), "1");

    assertThat(cp("files/", "copies/").error(2, folder))
        .isEqualTo("files/: this is a folder; for the files in it, write 'files/*'");
    assertThat(cp("files", "copies").error(2, folder))
        .isEqualTo("files: this is a folder; for the files in it, write 'files/*'");
    assertThat(cp("w/", "copies/").error(2, folder))
        .startsWith("w: this is a workspace; choose one of its outputs, w/outputs/TYPE-KEY, or ");
    assertThat(cp("none", "copies/").error(2, folder)).startsWith("none: no such file or output; ");
    cp("files/*", "copies/").good();
    assertThat(read("copies/f")).isEqualTo("1");
  }

  @Test
  void cp_intoDots_isIntoAFolder() throws IOException {
    Files.createDirectories(folder.resolve("dots/below"));
    cp("raw.tsv", "dots/.").good();
    assertThat(read("dots/raw.tsv")).isEqualTo(read("raw.tsv"));
    cp("e.yaml", "dots/below/..").good();
    assertThat(read("dots/e.yaml")).isEqualTo(read("e.yaml"));
    assertThat(cp("raw.tsv", "dots/below/..").good().err())
        .endsWith(": already there, with the same content\n");
  }

  @Test
  void cp_fileThatIsThere_isLeftIfEqualElseAnError() throws IOException {
    Files.writeString(folder.resolve("s"), "one");
    Files.writeString(folder.resolve("t"), "one");
    assertThat(cp("s", "t").good().err())
        .isEqualTo("shoestring: " + path("t") + ": already there, with the same content\n");
    for (String other : List.of("two", "longer", "on", "")) {
      Files.writeString(folder.resolve("t"), other);
      assertThat(cp("s", "t").error(2, folder))
          .isEqualTo(
              "t: this file exists already; to replace it, add --force, or choose another name");
      assertThat(read("t")).isEqualTo(other);
    }
    cp("s", "t", "-f").good();
    assertThat(read("t")).isEqualTo("one");
  }

  @Test
  void cp_severalFiles_goIntoAFolder() throws IOException {
    Files.writeString(folder.resolve("m1"), "1");
    Files.writeString(folder.resolve("m2"), "2");
    cp("m1", "m2", "many/").good();
    assertThat(read("many/m1") + read("many/m2")).isEqualTo("12");
    assertThat(cp("m1", "m2", "many").error(2, folder))
        .isEqualTo(
            "many: this is the target of 2 copies, so it must be a folder; end its name with /");
    assertThat(cp("m1", "many").error(2, folder))
        .isEqualTo("many: this is a folder; give the name of a file in it");
  }

  @Test
  void cp_oneOfManyFilesIsThereAndDiffers_isNamed() throws IOException {
    Files.createDirectories(folder.resolve("forty"));
    Files.createDirectories(folder.resolve("copies"));
    for (int i = 10; i < 50; i++) {
      Files.writeString(folder.resolve("forty/f" + i), "file " + i);
    }
    Files.writeString(folder.resolve("copies/f27"), "another");

    Ran refused = cp("forty/*", "copies/");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().replace(folder + "/", "").lines())
        .contains(
            "shoestring: copies/f27: this file exists already; to replace it, add --force, or"
                + " choose another name");
    assertThat(read("copies/f27")).isEqualTo("another");

    cp("forty/*", "copies/", "--force").good();
    for (int i = 10; i < 50; i++) {
      assertThat(read("copies/f" + i)).isEqualTo("file " + i);
    }
  }

  @Test
  void cp_sameNameFromTwoFolders_secondIsRefused() throws IOException {
    for (String from : List.of("one", "two")) {
      Files.createDirectories(folder.resolve(from));
      Files.writeString(folder.resolve(from + "/same"), from);
    }
    Ran refused = cp("one/same", "two/same", "together/");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err().replace(folder + "/", "").lines())
        .containsExactly(
            "shoestring: together/same: 3 B",
            "shoestring: together/same: this file exists already; to replace it, add --force, or"
                + " choose another name");
    assertThat(read("together/same")).isEqualTo("one");
  }

  @Test
  void cp_intoWhatIsNoFile_isRefused() {
    assertThat(Ran.by("cp", "--force", path("raw.tsv"), "/dev/null").error(2, folder))
        .isEqualTo("/dev/null: this is a pipe or a device, not a file; for stdout, write -");
  }

  @Test
  void cp_missing_isExit2() {
    assertThat(cp("none", "t").error(2, folder)).startsWith("none: no such file or output; ");
    assertThat(cp("e.yaml:none", "t").error(2, folder)).contains("unknown stage 'none'");
    assertThat(cp("*.none", "t/").error(2, folder))
        .isEqualTo("*.none: no file matches this pattern; correct the path or the pattern");
  }
}
