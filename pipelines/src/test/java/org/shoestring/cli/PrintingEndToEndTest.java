package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** {@code head}, {@code cat} and {@code import} write to the stdout of a process. */
class PrintingEndToEndTest {
  private static final int LINES = 100_000;

  private final Path folder;
  private final Shoestring shoestring;

  PrintingEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.shoestring = Shoestring.in(folder);
    Files.writeString(folder.resolve("long.tsv"), lines(1, LINES));
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: long.tsv, columns: [a, b], shard-size: 500k}
        """);
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> i + "\tline " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void print_filesAndStages_areTheirLines() throws Exception {
    shoestring.run("run", "e.yaml").good();
    assertThat(shoestring.run("head", "long.tsv").good().out()).isEqualTo(lines(1, 10));
    assertThat(shoestring.run("head", "-n", "3", "e.yaml:raw").good().out()).isEqualTo(lines(1, 3));
    assertThat(shoestring.run("head", "-n", "2", "e.yaml:raw:b").good().out())
        .isEqualTo("line 1\nline 2\n");
    assertThat(shoestring.run("cat", "e.yaml:raw:b,a", "--from", "99999").good().out())
        .isEqualTo("line 99999\t99999\nline 100000\t100000\n");
    assertThat(shoestring.run("cat", "long.tsv", "e.yaml:raw").good().out())
        .isEqualTo(lines(1, LINES) + lines(1, LINES));
  }

  @Test
  void print_xzAndZstd_areTheirLines() throws Exception {
    byte[] text = lines(1, 20).getBytes(StandardCharsets.UTF_8);
    try (OutputStream xz =
            new XZOutputStream(
                Files.newOutputStream(folder.resolve("l.tsv.xz")), new LZMA2Options(1));
        OutputStream zst = new ZstdOutputStream(Files.newOutputStream(folder.resolve("l.zst")))) {
      xz.write(text);
      zst.write(text);
    }
    for (String file : List.of("l.tsv.xz", "l.zst")) {
      assertThat(shoestring.run("cat", file).good().out()).isEqualTo(lines(1, 20));
      assertThat(shoestring.run("head", "-n", "2", file).good().out()).isEqualTo(lines(1, 2));
    }
  }

  @Test
  void cat_readerThatHasSeenEnough_isNoError() throws Exception {
    Shoestring.Running cat = shoestring.piped("cat", "long.tsv", "long.tsv");
    try (BufferedReader reader = cat.process().inputReader()) {
      assertThat(reader.readLine()).isEqualTo("1\tline 1");
    }
    Shoestring.Result result = cat.end();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();

    Shoestring.Running head = shoestring.piped("head", "long.tsv");
    head.process().getInputStream().close();
    result = head.end();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void anyVerb_stdoutThatIsFull_isExit5() throws Exception {
    shoestring.run("run", "e.yaml").good();
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has such a file");
    for (String verb :
        List.of(
            "wc long.tsv",
            "head long.tsv",
            "ls e.yaml:raw",
            "status e.yaml",
            "explain e.yaml raw",
            "path e.yaml raw",
            "score -b -m exact-match e.yaml:raw:b e.yaml:raw:b",
            "where e.yaml:raw 1",
            "shards verify e.yaml:raw",
            "gc w -n --forget e --grace 0s",
            "doctor w",
            "run e.yaml -n",
            "run e.yaml",
            "export e.yaml:raw - --format csv",
            "--version",
            "wc --help")) {
      Shoestring.Result result = shoestring.runInto(full, verb.split(" "));
      assertThat(result.err())
          .as(verb)
          .endsWith("shoestring: stdout: No space left on device\n")
          .containsOnlyOnce("stdout");
      assertThat(result.code()).as(verb).isEqualTo(5);
    }
  }

  @Test
  void wc_stdoutThatIsFullAndAnError_hasTheCodeOfTheError() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has such a file");
    Shoestring.Result result = shoestring.runInto(full, "wc", "long.tsv", "none");

    assertThat(result.err())
        .startsWith("shoestring: none: no such file or output; ")
        .endsWith("\nshoestring: stdout: No space left on device\n");
    assertThat(result.code()).isEqualTo(2);
  }

  @Test
  void wc_readerThatHasSeenEnough_isNoError() throws Exception {
    Shoestring.Running wc = shoestring.piped("wc", "long.tsv", "long.tsv");
    wc.process().getInputStream().close();
    Shoestring.Result result = wc.end();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void cat_badLineNumber_isAUsageError() throws Exception {
    assertThat(shoestring.run("cat", "long.tsv", "--from", "0").error())
        .isEqualTo("--from LINE must be a whole number of 1 or more, but is '0'");
    assertThat(shoestring.run("head", "long.tsv", "-n", "-1").error())
        .isEqualTo("--lines N must be a whole number of 0 or more, but is '-1'");
  }

  @Test
  void cp_fileToStdout_printsItWhateverItsName() throws Exception {
    String text = lines(1, 3);
    Files.writeString(folder.resolve("three.tsv"), text);
    shoestring.run("cp", "three.tsv", "three.tsv.gz").good();

    for (String name : List.of("three.tsv", "three.tsv.gz")) {
      assertThat(shoestring.run("cp", name, "-").good())
          .isEqualTo(new Shoestring.Result(0, text, ""));
    }
    assertThat(folder.resolve("-")).doesNotExist();

    Shoestring.Running unread = shoestring.piped("cp", "long.tsv", "-");
    unread.process().getInputStream().close();
    assertThat(unread.end()).isEqualTo(new Shoestring.Result(0, "", ""));
  }

  @Test
  void import_forceToStdout_leavesFilesAlone() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "line\n");
    Path mine = Files.writeString(folder.resolve("-.rejected.tsv"), "mine\n");

    assertThat(shoestring.run("import", "a.txt", "-", "--force").good().out()).isEqualTo("line\n");

    assertThat(mine).hasContent("mine\n");
  }
}
