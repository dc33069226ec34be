package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring.Result;

/** A process in the locale that images of Docker have: none. */
@Tag("long")
@Timeout(150)
class LocaleEndToEndTest {
  private static final String CURE =
      "this name has letters that the locale here (ANSI_X3.4-1968) cannot express; set a UTF-8"
          + " locale with 'export LC_ALL=C.UTF-8', and run the command again";

  private Path folder;
  private Shoestring plain;
  private Shoestring utf8;

  @BeforeEach
  void make(@TempDir Path temp) throws IOException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
    folder = temp;
    plain = Shoestring.in(folder).in(Map.of("LC_ALL", "C"));
    utf8 = Shoestring.in(folder).in(Map.of("LC_ALL", "C.UTF-8"));
    Files.writeString(folder.resolve("in.txt"), "Straße\nMaß\n");
  }

  private void experiment(String stages) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: in.txt, columns: [de]}\n" + stages);
  }

  @Test
  void run_lettersOfCommandsAndVariables_doTheSameInAnyLocale() throws Exception {
    experiment(
        "  ss: {pipe: raw, command: \"sed \\\"s/ß/ss/; s/$/ $X/\\\"\", columns: [x], env: {X:"
            + " ü}}\n");
    plain.run("run", "e.yaml").good();
    assertThat(plain.run("cat", "e.yaml:ss").good().out()).isEqualTo("Strasse ü\nMass ü\n");
    assertThat(utf8.run("run", "e.yaml", "-n").good().out()).contains("ss   CACHED  2 lines");
  }

  @Test
  void run_nameThatCannotBeExpressed_isToldWithTheCure() throws Exception {
    experiment("  m: {train: raw, command: 'echo 1 > {out}/größe.txt'}\n");
    Result failed = plain.run("run", "e.yaml", "m");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .contains("left a file in {out} whose name cannot be stored: '")
        .contains("größe.txt': " + CURE);

    assertThat(utf8.run("run", "e.yaml", "m").good().err())
        .contains("m: its command finished in an earlier run; its output is stored now");
    Result copy = plain.run("cp", "e.yaml:m", "copy");
    assertThat(copy.code()).isEqualTo(2);
    assertThat(copy.error()).endsWith("größe.txt': " + CURE);
  }

  @Test
  void run_fileThatACommandNames_isNotMissedInSilence() throws Exception {
    experiment("  p: {pipe: raw, command: 'sh größe.sh', columns: [x]}\n");
    Files.writeString(folder.resolve("größe.sh"), "cat\n");
    Result failed = plain.run("run", "e.yaml");
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.err()).contains("'größe.sh': " + CURE);
  }

  @Test
  void run_fileOfAPatternOrAPackage_isNotTakenByAnotherName() throws Exception {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("pkg"));
    Files.writeString(folder.resolve("conf/größe.json"), "{}\n");
    Files.writeString(folder.resolve("pkg/run.py"), "");
    Files.writeString(folder.resolve("pkg/größe.txt"), "");
    for (String command : new String[] {"cat conf/*.json", "python3 -m pkg.run"}) {
      experiment("  p: {pipe: raw, command: '" + command + "', columns: [x]}\n");
      Result failed = plain.run("run", "e.yaml", "-n");
      assertThat(failed.code()).as(command).isEqualTo(2);
      assertThat(failed.err()).as(command).contains("größe").contains(CURE);
    }
  }

  @Test
  void verbs_namesOnTheCommandLineOrInTheFile_areToldWithTheCure() throws Exception {
    Files.writeString(folder.resolve("größe.txt"), "a\n");
    for (String[] words :
        new String[][] {
          {"wc", "größe.txt"},
          {"ls", "größe"},
          {"cp", "in.txt", "größe.tsv"},
          {"import", "größe.txt", "out.tsv"},
          {"run", "größe.yaml"},
          {"wc", "*.txt"}
        }) {
      String line = String.join(" ", words);
      Result refused = plain.run(words);
      assertThat(refused.code()).as(line).isEqualTo(2);
      assertThat(refused.error()).as(line).endsWith(CURE);
    }
    experiment("  more: {import: größe.txt, columns: [a]}\n");
    Result imported = plain.run("run", "e.yaml", "more");
    assertThat(imported.code()).isEqualTo(2);
    assertThat(imported.error()).endsWith(CURE);
  }
}
