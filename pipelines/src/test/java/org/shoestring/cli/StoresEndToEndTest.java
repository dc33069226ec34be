package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.Shoestring;
import org.shoestring.server.S3Proxy;

/** Verbs as processes, on a store that a file in the working directory describes. */
class StoresEndToEndTest {
  @TempDir private static Path folder = Path.of("");
  private static S3Proxy server;

  private final Shoestring shoestring =
      Shoestring.in(folder)
          .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Proxy.over(folder.resolve("server"), "bucket");
    Path store = folder.resolve("runners-config/stores/mine.conf");
    Files.createDirectories(store.getParent());
    Files.write(
        store,
        List.of(
            "type: s3",
            "endpoint: " + server.endpoint(),
            "region: us-east-1",
            "credentials: env MY_KEY MY_SECRET"));
    Files.writeString(folder.resolve("a.csv"), "en,de\na,\"b, \"\"c\"\"\"\n\"x\ty\",\\\n");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void verbs_onAStoreOfOnesOwn_streamFromAndToIt() throws Exception {
    shoestring.run("import", "a.csv", "mine://bucket/a.tsv.gz", "--escape").good();
    assertThat(shoestring.run("cat", "mine://bucket/a.tsv.gz").good().out())
        .isEqualTo("a\tb, \"c\"\nx\\ty\t\\\\\n");
    assertThat(shoestring.run("head", "-n", "1", "mine://bucket/a.tsv.gz").good().out())
        .isEqualTo("a\tb, \"c\"\n");
    String[] export = {
      "export", "mine://bucket/a.tsv.gz", "-", "--format", "jsonl", "-c", "en,de", "--unescape"
    };
    Shoestring.Result exported = shoestring.run(export).good();
    assertThat(exported.out())
        .isEqualTo("{\"en\":\"a\",\"de\":\"b, \\\"c\\\"\"}\n{\"en\":\"x\\ty\",\"de\":\"\\\\\"}\n");
    assertThat(exported.err()).isEmpty();
    shoestring.run("cp", "mine://bucket/a.tsv.gz", "copy/").good();
    assertThat(shoestring.run("wc", "copy/a.tsv.gz").good().out())
        .isEqualTo("2\t17\tcopy/a.tsv.gz\n");
    assertThat(folder.resolve("copy").toFile().list()).containsExactly("a.tsv.gz");
  }

  @Test
  void export_readerThatHasSeenEnough_isNoError() throws Exception {
    Files.writeString(folder.resolve("long.tsv"), "a line of text\n".repeat(200_000));
    Shoestring.Running export =
        shoestring.piped("export", "long.tsv", "-", "--format", "jsonl", "-c", "text");
    export.process().getInputStream().close();
    Shoestring.Result result = export.end();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void anyVerb_wrongOrNoCredentials_isExit5() throws Exception {
    Shoestring.Result wrong =
        shoestring
            .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", "wrong"))
            .run("head", "mine://bucket/a.tsv.gz");
    assertThat(wrong.code()).isEqualTo(5);
    assertThat(wrong.error())
        .startsWith("mine://bucket/a.tsv.gz: 403 SignatureDoesNotMatch")
        .endsWith("credentials come from the environment variables MY_KEY and MY_SECRET)");

    Shoestring.Result none = Shoestring.in(folder).run("cp", "a.csv", "mine://bucket/b.csv");
    assertThat(none.code()).isEqualTo(5);
    assertThat(none.error())
        .isEqualTo(
            "runners-config/stores/mine.conf: the credentials of mine:// are in the environment"
                + " variable MY_KEY, but it is not set; set it with 'export MY_KEY=...'");
  }

  @Test
  void anyVerb_profileThatIsNot_isNamed() throws Exception {
    Path profiles = folder.resolve("profiles");
    Files.writeString(
        profiles, "[default]\naws_access_key_id = a\naws_secret_access_key = a-secret-word\n");
    Map<String, String> environment =
        Map.of(
            "AWS_PROFILE", "nope",
            "AWS_SHARED_CREDENTIALS_FILE", profiles.toString(),
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_REGION", "us-east-1",
            "AWS_ENDPOINT_URL_S3", server.endpoint());

    Shoestring.Result none = shoestring.in(environment).run("head", "s3://bucket/a.tsv.gz");

    assertThat(none.code()).isEqualTo(5);
    assertThat(none.error())
        .isEqualTo(
            "s3://bucket/a.tsv.gz: no credentials found for the profile 'nope' in ~/.aws; set them"
                + " (credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, from"
                + " AWS_PROFILE or ~/.aws, or from the machine's role)");
  }
}
