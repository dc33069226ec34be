package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a command beside {@code shoestring train} gets, and what is kept of it. */
@Timeout(300)
class SidecarCommandEndToEndTest extends SidecarFixture {
  SidecarCommandEndToEndTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void train_arguments_areNotInTheLog() throws Exception {
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result failed =
        here.run(
            "train",
            "--checkpoints",
            "ck",
            "--local",
            "out",
            "--",
            "sh",
            "-c",
            "echo printed; exit 3",
            "sh",
            "my-token");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).doesNotContain("my-token");
    Path log = folder.resolve("ck/_log/attempt-000001.txt.gz");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(log))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("$ 'sh' and 4 more words\n")
          .contains("printed\n")
          .doesNotContain("my-token");
    }
  }

  /** In a folder of ours, whose name has a blank. */
  @Test
  void train_folderOfOurs_keepsWhatTheCommandLeft() throws Exception {
    List<String> words =
        List.of(
            "train",
            "--checkpoints",
            "ck",
            "--work-dir",
            "my work",
            "--preset",
            "files:pattern=step-*",
            "--",
            "echo 1 > {checkpoints}/step-0001; echo model > {checkpoints}/model.bin");
    Shoestring here = Shoestring.in(folder);
    Shoestring.Result result = here.run(words.toArray(new String[0])).good();
    Matcher told =
        Pattern.compile("what the command left is in (.*/my work/training-[^/]*/checkpoints)\n")
            .matcher(result.err());
    assertThat(told.find()).as(result.err()).isTrue();
    Path left = Path.of(told.group(1));
    assertThat(left.resolve("model.bin")).hasContent("model");
    assertThat(left.getParent()).isDirectoryContaining(left::equals);
    assertThat(left.resolveSibling("lock")).doesNotExist();

    result = here.run(words.toArray(new String[0])).good();
    assertThat(result.err()).contains("this training has finished");
    assertThat(left.resolve("model.bin")).hasContent("model");

    List<String> anew = new ArrayList<>(words);
    anew.add(1, "--from-scratch");
    result = here.run(anew.toArray(new String[0])).good();
    Path aside = left.resolveSibling("checkpoints-set-aside-1");
    assertThat(result.err()).contains("was moved to " + aside).contains("is in " + left);
    assertThat(aside.resolve("model.bin")).hasContent("model");
    assertThat(left.resolve("model.bin")).hasContent("model");
  }

  @Test
  void train_streams_areThoseOfTheCommand() throws Exception {
    Shoestring.Running running =
        Shoestring.in(folder)
            .in(Map.of("AWS_SECRET_ACCESS_KEY", "of the user"))
            .start(
                "train",
                "--checkpoints",
                "ck",
                "--local",
                "out",
                "--",
                "sh",
                "-c",
                "pwd; cat; printf 'no end'; printf %s \"$1 $AWS_SECRET_ACCESS_KEY\" >&2",
                "sh",
                "two  words");
    try (OutputStream in = running.process().getOutputStream()) {
      in.write("read\n".getBytes(StandardCharsets.UTF_8));
    }
    Shoestring.Result result = running.end().good();
    assertThat(result.out()).isEqualTo(folder.toRealPath() + "\nread\nno end");
    assertThat(result.err()).contains("two  words of the user");
  }
}
