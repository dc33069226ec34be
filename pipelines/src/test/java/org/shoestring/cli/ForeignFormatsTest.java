package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Files of other compressions and encodings in verbs. */
class ForeignFormatsTest {
  @TempDir private Path folder = Path.of("");

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String xz(String name, String text) throws IOException {
    try (OutputStream out =
        new XZOutputStream(Files.newOutputStream(folder.resolve(name)), new LZMA2Options(1))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return path(name);
  }

  private String zst(String name, String text) throws IOException {
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return path(name);
  }

  private String compressed(String name, String ending, String text) throws IOException {
    return ending.equals("xz") ? xz(name + ".xz", text) : zst(name + ".zst", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "zst"})
  void verbs_xzOrZstd_readIt(String ending) throws IOException {
    String file = compressed("a.tsv", ending, "a b c d\ne\n");

    assertThat(Ran.by("wc", file).good().lines(folder)).containsExactly("2\t10\ta.tsv." + ending);
    Ran.by("cat", file).good(); // What it prints is in PrintingEndToEndTest: it goes past Java's.
    Ran.by("head", "-n", "1", file).good();
    assertThat(Ran.by("score", "-b", file, file).good().out()).startsWith("100.0");
    Ran.by("export", file, path("a.jsonl"), "--columns", "en").good();
    assertThat(folder.resolve("a.jsonl")).content().contains("a b c d");
    Ran.by("import", compressed("a.csv", ending, "x,y\n1,2\n"), path("c.tsv")).good();
    assertThat(folder.resolve("c.tsv")).hasContent("1\t2\n");
    Ran.by("cp", file, path("b.tsv")).good();
    assertThat(folder.resolve("b.tsv")).hasContent("a b c d\ne\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "zst"})
  void run_importOfXzOrZstdWithAHeader_isItsLines(String ending) throws IOException {
    compressed("r.tsv", ending, "en\tde\n1\tA\n2\tB\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: r.tsv."
            + ending
            + ", header: true}\n");

    Ran.by("run", path("e.yaml")).good();
    Ran.by("cp", path("e.yaml") + ":raw", path("o.tsv")).good();
    assertThat(folder.resolve("o.tsv")).hasContent("1\tA\n2\tB\n");
    Ran.by("cp", path("e.yaml") + ":raw:de", path("de.txt")).good();
    assertThat(folder.resolve("de.txt")).hasContent("A\nB\n");
  }

  @Test
  void verbs_zstdThatTakesTooMuchMemory_tellHowToMendIt() throws IOException {
    // A frame with a window of 2^30 bytes, and in it an empty block, the last one.
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xa0, 1, 0, 0};
    String file = path("big.tsv.zst");
    Files.write(folder.resolve("big.tsv.zst"), zstd);
    experiment("big.tsv.zst");
    String said =
        "the file needs more than 128 MiB of memory to be decompressed; compress it again without"
            + " --long or --ultra, or as gzip: zstd -dc --long=31 FILE | gzip";

    assertThat(lastError(Ran.by("run", path("e.yaml"))))
        .isEqualTo("stage raw failed: big.tsv.zst:1: " + said);
    assertThat(Ran.by("wc", file).error(4, folder)).isEqualTo("big.tsv.zst: " + said);
    assertThat(Ran.by("score", file, file).error(4, folder)).isEqualTo("big.tsv.zst: " + said);
    assertThat(Ran.by("import", file, path("o.tsv"), "--header").error(4, folder))
        .isEqualTo("big.tsv.zst: " + said);
    assertThat(Ran.by("cp", file, path("o.tsv")).error(4, folder))
        .isEqualTo("big.tsv.zst: " + said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "zst"})
  void verbs_truncatedFile_adviseToFetchItAgain(String ending) throws IOException {
    Path file = Path.of(compressed("cut.tsv", ending, "a\tb\n".repeat(1000)));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    experiment(file.getFileName().toString());

    for (String[] verb :
        new String[][] {
          {"run", path("e.yaml")},
          {"wc", file.toString()},
          {"import", file.toString(), path("o.tsv"), "--header"},
          {"export", file.toString(), path("o.jsonl"), "--columns", "en,de"},
          {"cp", file.toString(), path("o.tsv")}
        }) {
      assertThat(lastError(Ran.by(verb))).endsWith("; fetch the file again");
    }
  }

  /** The error of bad data that a verb ends with, with paths relative to the folder. */
  private String lastError(Ran ran) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(4);
    String last = ran.err().lines().reduce("", (one, next) -> next);
    return last.replace("shoestring: ", "").replace(folder + "/", "");
  }

  private void experiment(String source) throws IOException {
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: "
            + source
            + ", columns: [en, de]}\n");
  }

  @Test
  void cp_xz_isCompressedAnewUnderAnotherEndingOnly() throws IOException {
    String file = xz("a.tsv.xz", "a\tb\n");

    Ran.by("cp", file, path("a.tsv")).good();
    assertThat(folder.resolve("a.tsv")).hasContent("a\tb\n");
    Ran.by("cp", file, path("same.xz")).good();
    assertThat(folder.resolve("same.xz")).hasSameBinaryContentAs(folder.resolve("a.tsv.xz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o.tsv.xz", "o.tsv.zst", "o.tsv.zip"})
  void verbs_outputOfAnotherCompression_listWhatIsAllowed(String name) throws IOException {
    Files.writeString(folder.resolve("a.tsv.gz"), "a\n");
    Files.writeString(folder.resolve("a.csv"), "x\na\n");
    String message =
        name
            + ": this program writes gzip, bzip2 or plain files; choose the name o.tsv.gz,"
            + " o.tsv.bz2 or o.tsv";
    assertThat(Ran.by("cp", path("a.tsv.gz"), path(name)).error(2, folder)).isEqualTo(message);
    assertThat(Ran.by("cp", path("e.yaml:raw"), path(name)).error(2, folder)).isEqualTo(message);
    assertThat(Ran.by("import", path("a.csv"), path(name)).error(2, folder)).isEqualTo(message);
    assertThat(
            Ran.by("export", path("a.tsv.gz"), path(name), "--format", "csv", "--columns", "x")
                .error(2, folder))
        .isEqualTo(message);
  }

  @Test
  void verbs_utf16_sayWhatToDo() throws IOException {
    Files.write(folder.resolve("u.tsv"), "one\ttwo\n".getBytes(StandardCharsets.UTF_16));
    String message = "u.tsv: is UTF-16 text; convert it to UTF-8: iconv -f UTF-16 -t UTF-8";

    assertThat(Ran.by("wc", path("u.tsv")).error(4, folder)).isEqualTo(message);
    assertThat(Ran.by("score", path("u.tsv"), path("u.tsv")).error(4, folder)).isEqualTo(message);
    assertThat(Ran.by("import", path("u.tsv"), path("o.tsv"), "--format", "text").error(4, folder))
        .isEqualTo(message);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: u.tsv, columns: [a, b], max-bad-lines: 9}
        """);
    Ran run = Ran.by("run", path("e.yaml"));
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err().replace(folder + "/", "")).contains("stage raw failed: " + message + "\n");
  }
}
