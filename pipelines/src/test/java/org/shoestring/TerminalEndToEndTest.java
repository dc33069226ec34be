package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.cli.screen.Cells;
import org.shoestring.cli.screen.VirtualTerminal;

/** What a user sees on a terminal: a real one, which {@code script} of util-linux makes. */
@Tag("long")
@Timeout(300)
class TerminalEndToEndTest {
  private static final int ROWS = 24;
  private static final Pattern STYLE = Pattern.compile("\u001B\\[[0-9;]*m");

  /** Stages one and two are at work together. */
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [text]}
        one: {train: raw, command: "echo first; sleep 6; echo 1 > {out}/m"}
        two: {train: raw, command: "echo second; sleep 8; echo 1 > {out}/m"}
        clean: {preprocess: raw, steps: [{length: {min: 2, max: 3}}, empty]}
        accuracy: {score: "raw:text", against: "raw:text", metric: [bleu, chrf, accuracy]}
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void findScript() throws IOException, InterruptedException {
    Process process = null;
    try {
      process =
          new ProcessBuilder("script", "-qec", "stty cols 80", "/dev/null")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
    } catch (IOException e) {
      assumeTrue(false, "no 'script' here, which makes terminals: " + e.getMessage());
    }
    assumeTrue(process != null && process.waitFor() == 0, "'script' of util-linux is not here");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), YAML);
    Files.writeString(folder.resolve("raw.tsv"), "a b\na b c d\n\nc d e\n".repeat(100));
  }

  /** What the program writes to a terminal so wide. */
  private String on(int columns, Map<String, String> environment, String arguments)
      throws IOException, InterruptedException {
    return on(columns, environment, arguments, 0);
  }

  /** The same of a program that ends with a code. */
  private String on(int columns, Map<String, String> environment, String arguments, int code)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    Shoestring.java().forEach(word -> words.add("'" + word + "'"));
    words.add("org.shoestring.cli.Main");
    String size = "stty cols " + columns + " rows " + ROWS + " -onlcr; ";
    String line = size + String.join(" ", words) + " " + arguments;
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", line, "/dev/null");
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  private static List<String> shown(int columns, String said) {
    return new VirtualTerminal(columns, ROWS).print(said).lines();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void run_twoStagesAtOnce_leavesOneLineOfEach(int columns) throws Exception {
    String said = on(columns, Map.of("NO_COLOR", "1"), "run e.yaml one two -j 2");
    assertThat(said).contains("\u001B[2A", "s: first", "s: second").doesNotContainPattern(STYLE);
    List<String> lines = shown(columns, said);
    int table = lines.indexOf("raw  DONE  400 lines");
    assertThat(lines.subList(0, table))
        .as(said)
        .map(line -> line.replaceAll(" +(done in) .*", " $1"))
        .containsExactlyInAnyOrder("raw done in", "one done in", "two done in");
    assertThat(lines.subList(table, table + 3))
        .containsExactly(
            "raw  DONE  400 lines", "one  DONE  1 file, 2 B", "two  DONE  1 file, 2 B");
  }

  @Test
  void run_narrowTerminal_endsInATableThatFits() throws Exception {
    List<String> lines = shown(40, on(40, Map.of(), "run e.yaml clean accuracy"));
    int table = lines.indexOf("raw       DONE  400 lines");
    assertThat(lines.subList(table, table + 6))
        .containsExactly(
            "raw       DONE  400 lines",
            "clean     DONE  200 lines, 200 rejected",
            "                (length 200)",
            "accuracy  DONE  BLEU 100.0000,",
            "                chrF2 100.0000,",
            "                accuracy 1.0000");
    assertThat(lines)
        .endsWith(
            "shoestring: see the folder of an output", "    with: shoestring path e.yaml STAGE");
  }

  @Test
  void run_terminalThatOnlyPrints_writesPlainLines() throws Exception {
    String said = on(80, Map.of("TERM", "dumb"), "run e.yaml clean");
    assertThat(said).doesNotContain("\u001B").contains("clean  begins").contains(" DONE ");
  }

  @Test
  void run_stderrToAFile_writesPlainLinesThere() throws Exception {
    String said = on(80, Map.of(), "run e.yaml clean 2> err.txt");
    assertThat(said).doesNotContain("\u001B").startsWith("raw    DONE  400 lines\n");
    assertThat(Files.readString(folder.resolve("err.txt")))
        .doesNotContain("\u001B")
        .contains("clean  begins")
        .containsPattern("raw    done in [0-9.]+ s: 400 lines, [0-9,]+/s\n")
        .containsPattern("clean  done in [0-9.]+ s: 400 lines, [0-9,]+/s, 50.0 % kept\n");
  }

  @Test
  void run_stdoutToAFile_showsProgressAndKeepsTheTableWhole() throws Exception {
    String said = on(40, Map.of(), "run e.yaml clean accuracy > out.txt");
    assertThat(said).contains("\u001B[").doesNotContain(" DONE ");
    assertThat(Files.readAllLines(folder.resolve("out.txt")))
        .contains("raw       DONE  400 lines")
        .anyMatch(line -> line.startsWith("accuracy\tBLEU\t"))
        .noneMatch(line -> line.startsWith("    "));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void help_anyWidth_usesAllOfIt(int columns) throws Exception {
    List<String> lines = on(columns, Map.of(), "run --help").lines().toList();
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    assertThat(longest).isBetween(columns - 12, columns);
    int allowed = Math.min(30, columns);
    assertThat(on(columns, Map.of("COLUMNS", "" + allowed), "run --help").lines())
        .allMatch(line -> line.length() <= allowed);
  }

  @Test
  void error_longerThanTheTerminal_isBrokenAtBlanksButNotInAPath() throws Exception {
    String path = "a-folder-with-a-long-name/日本語の名前/and-a-file-with-a-long-name.tsv.gz";
    String error = path + ": no such file; correct the path";
    assertThat(on(40, Map.of(), "import " + path + " x.tsv --no-header", 2).lines())
        .containsExactly("shoestring:", "    " + path + ":", "    no such file; correct the path");
    assertThat(on(200, Map.of(), "import " + path + " x.tsv --no-header", 2))
        .isEqualTo("shoestring: " + error + "\n");
    assertThat(on(80, Map.of(), "import " + path + " x.tsv --no-header", 2).lines())
        .containsExactly("shoestring:", "    " + path + ":", "    no such file; correct the path");
    on(40, Map.of(), "import " + path + " x.tsv --no-header 2> err.txt", 2);
    assertThat(Files.readString(folder.resolve("err.txt")))
        .isEqualTo("shoestring: " + error + "\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void verbs_anyWidth_breakNeitherPathsNorTheFieldsOfARow(int columns) throws Exception {
    on(80, Map.of(), "run e.yaml clean > out.txt");
    String folderOfClean = on(columns, Map.of(), "path e.yaml clean").strip();
    assertThat(folderOfClean).startsWith(folder.toRealPath() + "/w/outputs/preprocess-");
    for (String verb : List.of("explain e.yaml clean", "doctor w")) {
      String said = on(columns, Map.of(), verb);
      assertThat(said.lines()).as(said).allMatch(line -> fits(line, columns));
      assertThat(said).as(said).doesNotContain("\t");
    }
    String shards = on(columns, Map.of(), "ls e.yaml:clean");
    assertThat(shards).as(shards).doesNotContain("\t");
    assertThat(shards.lines().filter(line -> line.contains("part-")))
        .as(shards)
        .hasSize(2)
        .allMatch(line -> line.matches(".*part-00000-00000-[0-9a-f]{16}\\.tsv\\.gz  200 .* B"));
    assertThat(on(columns, Map.of(), "shards verify e.yaml:clean")).contains(folderOfClean);
    on(columns, Map.of(), "ls e.yaml:clean > ls.txt");
    assertThat(Files.readString(folder.resolve("ls.txt"))).startsWith("main\t200 lines\ttext\n");
  }

  /** Whether a line fits, or is one word, which nothing breaks. */
  private static boolean fits(String line, int columns) {
    return Cells.width(line) <= columns || line.strip().indexOf(' ') < 0;
  }

  @Test
  void explain_fileThatIsNotWatched_isToldInLinesThatFit() throws Exception {
    Files.writeString(folder.resolve("t.py"), "import lib\n");
    Files.writeString(folder.resolve("lib.py"), "");
    on(60, Map.of(), "run e.yaml raw");
    String set = " --set 'stages.one.command=python3 t.py {out}'";
    String said = on(60, Map.of(), "explain e.yaml one" + set);
    assertThat(said.lines())
        .contains(
            "! lib.py is not watched, but t.py seems to use it; add",
            "    'files: [lib.py]' to the stage");
  }

  @Test
  void score_terminal_breaksNeitherNumbersNorTheSignature() throws Exception {
    Files.writeString(folder.resolve("hyp"), "a b c d e\n");
    assertThat(on(60, Map.of(), "score hyp hyp").lines())
        .containsExactly(
            "shoestring: hypotheses: hyp; reference: hyp",
            "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:shoestring-1 = 100.0",
            "    100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000",
            "    hyp_len = 5 ref_len = 5)");
    assertThat(on(200, Map.of(), "score hyp hyp"))
        .endsWith(
            "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:shoestring-1 = 100.0"
                + " 100.0/100.0/100.0/100.0 (BP = 1.000 ratio = 1.000 hyp_len = 5 ref_len = 5)\n");
  }
}
