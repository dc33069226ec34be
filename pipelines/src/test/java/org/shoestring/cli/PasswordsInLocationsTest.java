package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.Shoestring;
import org.shoestring.pipeline.ImportPipeline;

/** A password in a location or an endpoint is refused by every verb, and told to nobody. */
class PasswordsInLocationsTest {
  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [en, de]}
      """;

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    Files.writeString(folder.resolve("e.yaml"), YAML);
    Files.writeString(folder.resolve("raw.tsv"), "a\tb\n");
    Files.writeString(folder.resolve("t.txt"), "a\n");
    Files.writeString(folder.resolve("w.yaml"), YAML.replace(" w\n", " s3://me:hush@lab/w\n"));
    Files.writeString(folder.resolve("i.yaml"), YAML.replace("raw.tsv", "'s3://me:hush@lab/*'"));
    Files.writeString(
        folder.resolve("runner"), "--runner=DirectRunner\n--endpoint=http://me:hush@host\n");
  }

  private static Ran ran(String words) {
    return Ran.by(
        Stream.of(words.split(" "))
            .map(word -> word.replaceFirst("^@", folder + "/"))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run @w.yaml",
        "run @i.yaml -n",
        "status @w.yaml",
        "path @w.yaml raw",
        "explain @i.yaml raw",
        "run @e.yaml --set workspace=s3://me:hush@lab/w",
        "run @e.yaml --set workspace=s3:me:hush@lab/w",
        "run @e.yaml --set stages.raw.import=s3://me:hush@lab/x",
        "run @e.yaml --set stages.raw=s3://me:hush@lab/x",
        "run @e.yaml --set nothing.is=s3://me:hush@lab/x",
        "run @e.yaml s3://me:hush@lab",
        "run s3://me:hush@lab/e.yaml",
        "run @e.yaml --runner @runner",
        "run @e.yaml -- --endpoint=http://me:hush@host",
        "run @e.yaml -- --gcsEndpoint=http://me:hush@host/storage/v1/",
        "run @e.yaml -- --none=http://me:hush@host/",
        "run @e.yaml -- --proxyConfiguration={\"endpoint\":\"http://me:hush@host\"}",
        "run @e.yaml --nothing=s3://me:hush@lab",
        "doctor s3://me:hush@lab",
        "doctor s3://lab -- --endpoint=http://me:hush@host",
        "gc s3://me:hush@lab",
        "head s3://me:hush@lab/x",
        "cat s3://me:hush@lab/x.tsv",
        "wc s3://me:hush@lab/*.tsv",
        "ls s3://me:hush@lab/x",
        "shards verify s3://me:hush@lab/x",
        "where s3://me:hush@lab/e.yaml:raw 1",
        "score s3://me:hush@lab/x @t.txt",
        "cp s3://me:hush@lab/x @y",
        "cp s3://me:hush@lab/*.gz @y/",
        "cp @t.txt s3://me:hush@lab/y",
        "cp @t.txt https://me:hush@lab/y",
        "import s3://me:hush@lab/x.jsonl @y.tsv --columns a",
        "export @t.txt s3://me:hush@lab/x.jsonl --columns a",
      })
  void verb_passwordInALocation_isRefusedAndNotRepeated(String words) {
    Ran ran = ran(words);
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err() + ran.out()).doesNotContain("hush").doesNotContain("me:");
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void run_passwordInTheWorkspace_saysWhereItStandsAndWhereKeysGo() {
    String cure =
        " has a user name or password before an '@' (not repeated here); remove it. Keys go into"
            + " environment variables (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), a profile of"
            + " ~/.aws, or 'gcloud auth application-default login'; a file of runners-config/stores"
            + " names other variables";
    assertThat(ran("run @w.yaml").error(2, folder)).isEqualTo("w.yaml:2: workspace" + cure);
    assertThat(ran("run @i.yaml").error(2, folder)).isEqualTo("i.yaml:4: import" + cure);
    assertThat(ran("run @e.yaml --set workspace=s3://me:hush@lab").error(2, folder))
        .isEqualTo("--set workspace=s3://...@lab: workspace" + cure);
    assertThat(ran("run @e.yaml --runner @runner").error(2, folder))
        .isEqualTo("runner:2: --endpoint" + cure);
    assertThat(ran("run @e.yaml -- --endpoint=http://me:hush@h").error(2, folder))
        .isEqualTo("--endpoint" + cure);
    assertThat(ran("head s3://me:hush@lab/x").error(2, folder)).isEqualTo("the location" + cure);
  }

  @Test
  void processes_passwordInEnvironmentOrOption_isRefusedAndNotRepeated() throws Exception {
    Shoestring shoestring = Shoestring.in(folder);
    for (Shoestring.Result result :
        new Shoestring.Result[] {
          shoestring
              .in(Map.of("AWS_ENDPOINT_URL", "http://me:hush@host"))
              .run("head", "s3://lab/x.tsv"),
          shoestring
              .as(ImportPipeline.class)
              .run("--workspace=s3://me:hush@lab", "--source=x.tsv", "--columns=a")
        }) {
      assertThat(result.code()).as(result.err()).isEqualTo(2);
      assertThat(result.error()).doesNotContain("hush").contains(" before an '@' ");
    }
  }
}
