package org.shoestring.store.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.config.StoreFile.Credentials;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.BucketProvider;

class StoreFileTest {
  private static final Map<String, String> EXPORTED =
      Map.of("HOST", "example.org", "EMPTY", "", "KEY", "k", "SECRET", "not to be told");

  private static StoreFile parse(String... lines) {
    return TestStores.file("my", String.join("\n", lines), EXPORTED);
  }

  @Test
  void parse_typeOnly_hasDefaults() {
    StoreFile file = parse("type: s3");

    assertThat(file.where()).isEqualTo("my.conf");
    assertThat(file.name()).isEqualTo("my");
    assertThat(file.type()).isEqualTo("s3");
    assertThat(file.endpoint()).isEmpty();
    assertThat(file.region()).isEmpty();
    assertThat(file.pathStyle()).isEmpty();
    assertThat(file.checksum()).isEqualTo(Checksum.MD5);
    assertThat(file.conditionalCreate()).isEqualTo(ConditionalCreate.PROBE);
    assertThat(file.credentials()).isEqualTo(new Credentials.Default());
    assertThat(file.giveUpAfter()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void parse_everySetting_isRead() {
    StoreFile file =
        parse(
            "# a comment",
            "type: s3",
            "",
            "endpoint: http://${HOST}:9000",
            "region:eu-de",
            "path-style:   yes",
            "checksum: length",
            "conditional-create: no",
            "credentials: env KEY SECRET TOKEN",
            "give-up-after: 30s");

    assertThat(file.endpoint()).contains(URI.create("http://example.org:9000"));
    assertThat(file.region()).contains("eu-de");
    assertThat(file.pathStyle()).contains(true);
    assertThat(file.checksum()).isEqualTo(Checksum.LENGTH);
    assertThat(file.conditionalCreate()).isEqualTo(ConditionalCreate.NO);
    assertThat(file.credentials())
        .isEqualTo(new Credentials.Variables("KEY", "SECRET", Optional.of("TOKEN")));
    assertThat(file.giveUpAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(file.line("endpoint")).isEqualTo("'endpoint: http://${HOST}:9000' (my.conf:4)");
    assertThat(file.line("type")).isEqualTo("'type: s3' (my.conf:2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${HOST:-x}             | example.org",
        "${NONE:-x}             | x",
        "${EMPTY:-x}            | x",
        "${NONE:-${HOST:-x}}    | example.org",
        "${NONE:-${EMPTY:-x}}   | x",
        "${HOST:-${KEY}}        | example.org",
        "a${NONE:-b${KEY}c}d    | abkcd",
        "${NONE:-${NONE:-${KEY}}}${KEY} | kk",
        "${NONE:-x              | ${NONE:-x",
      })
  void parse_variables_areThoseOfTheShell(String text, String expected) {
    assertThat(parse("type: s3", "region: " + text).region()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://all, http://s3only, http://s3only",
    "http://all, , http://all",
    ", http://s3only, http://s3only",
    ", , "
  })
  void s3_endpointOfTheEnvironment_isThatOfS3BeforeThatOfAll(String all, String s3, String expected)
      throws IOException {
    Map<String, String> exported = new HashMap<>();
    exported.put("AWS_ENDPOINT_URL", all);
    exported.put("AWS_ENDPOINT_URL_S3", s3);
    SettingsFile file =
        SettingsFile.at(Path.of("..", "runners-config", "stores", "s3.conf")).orElseThrow();

    assertThat(
            StoreFile.parse("s3.conf", "s3", file, BucketProvider.all().keySet(), exported::get)
                .endpoint())
        .isEqualTo(Optional.ofNullable(expected).map(URI::create));
  }

  @Test
  void s3_passwordInTheEndpointOfTheEnvironment_isNotRepeated() throws IOException {
    SettingsFile file =
        SettingsFile.at(Path.of("..", "runners-config", "stores", "s3.conf")).orElseThrow();
    for (String name : List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")) {
      Map<String, String> exported = Map.of(name, "http://me:hush@host:9000");
      assertThatThrownBy(
              () ->
                  StoreFile.parse(
                      "s3.conf", "s3", file, BucketProvider.all().keySet(), exported::get))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("../runners-config/stores/s3.conf:5: endpoint has a user name")
          .hasMessageNotContainingAny("hush", "me:");
    }
  }

  @Test
  void line_settingThatIsNotThere_saysWhereToWriteIt() {
    assertThat(parse("type: s3").line("endpoint")).isEqualTo("'endpoint' (not set in my.conf)");
  }

  @ParameterizedTest
  @CsvSource({
    "${HOST}, example.org",
    "${HOST:-other}, example.org",
    "${NONE:-other}, other",
    "${EMPTY:-other}, other",
    "a-${HOST}-${NONE:-}-z, a-example.org--z",
    "$HOST, $HOST"
  })
  void parse_variables_areTakenFromTheEnvironment(String text, String value) {
    assertThat(parse("type: s3", "region: " + text).region()).contains(value);
  }

  @Test
  void parse_emptyValue_isAsIfItWereNotThere() {
    assertThat(parse("type: s3", "endpoint: ${NONE:-}").endpoint()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "yes, true",
    "no, false",
  })
  void parse_pathStyle_isYesOrNo(String text, boolean pathStyle) {
    assertThat(parse("type: s3", "path-style: " + text).pathStyle()).contains(pathStyle);
  }

  @Test
  void parse_credentials_areNamedInFourWays() {
    assertThat(parse("type: s3", "path-style: auto").pathStyle()).isEmpty();
    assertThat(credentials("default")).isEqualTo(new Credentials.Default());
    assertThat(credentials("anonymous")).isEqualTo(new Credentials.Anonymous());
    assertThat(credentials("profile lab")).isEqualTo(new Credentials.Profile("lab"));
    assertThat(credentials("env KEY SECRET"))
        .isEqualTo(new Credentials.Variables("KEY", "SECRET", Optional.empty()));
  }

  private static Credentials credentials(String text) {
    return parse("type: s3", "credentials: " + text).credentials();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: s3                | my.conf:2: unknown setting 'kind'; known: type, endpoint, region, path-style, checksum, conditional-create, credentials, give-up-after
          region: a.example/x     | my.conf:2: region must be one word without / @ ? # \\, like us-east-1, but is 'a.example/x'
          region                  | my.conf:2: 'region' is not a setting; write KEY: VALUE
          type: gs                | my.conf:2: 'type' is set twice; remove one of the two lines
          endpoint: example.org   | my.conf:2: endpoint must be http://HOST:PORT or https://HOST, but is 'example.org'
          endpoint: ftp://a       | my.conf:2: endpoint must be http://HOST:PORT or https://HOST, but is 'ftp://a'
          endpoint: http://a b    | my.conf:2: endpoint must be http://HOST:PORT or https://HOST, but is 'http://a b'
          endpoint: http://u:p@a  | my.conf:2: the setting has a user name or password before an '@' (not repeated here); remove it. Keys go into environment variables (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), a profile of ~/.aws, or 'gcloud auth application-default login'; a file of runners-config/stores names other variables
          region: ${NONE}         | my.conf:2: '${NONE}' needs the environment variable NONE, but it is not set; set it with 'export NONE=...'
          path-style: true        | my.conf:2: path-style must be yes, no or auto, but is 'true'
          checksum: sha1          | my.conf:2: checksum must be one of md5, crc32c, length, but is 'sha1'
          conditional-create: ja  | my.conf:2: conditional-create must be one of yes, no, probe, but is 'ja'
          give-up-after: 2m       | my.conf:2: give-up-after must be a number of seconds such as 120s, but is '2m'
          """)
  void parse_whatCannotBe_saysWhereAndWhatIsAllowed(String line, String message) {
    assertThatThrownBy(() -> parse("type: s3", line))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void parse_unknownType_saysWhereAndListsTheKnown() {
    assertThatThrownBy(() -> parse("type: S3"))
        .isInstanceOf(UsageException.class)
        .hasMessage("my.conf:1: unknown type 'S3'; known: gs, s3");
  }

  @Test
  void parse_noType_saysWhatIsAllowed() {
    assertThatThrownBy(() -> parse("region: eu-de"))
        .isInstanceOf(UsageException.class)
        .hasMessage("my.conf: type is missing; add a line with 'type: s3' or 'type: gs'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI",
        "env KEY",
        "env KEY wJalr/XUtnFEMI",
        "env A B C D",
        "profile",
        "profile a b",
        "Default"
      })
  void parse_credentialsThatMayBeSecrets_areRefusedAndNotTold(String text) {
    assertThatThrownBy(() -> credentials(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "my.conf:2: credentials must be one of: default; profile NAME; env KEY_VARIABLE"
                + " SECRET_VARIABLE [SESSION_TOKEN_VARIABLE]; anonymous. Never write a secret"
                + " into this file");
  }

  @Test
  void secret_variable_isItsValueAndNotToldOtherwise() throws IOException {
    StoreFile file = parse("type: s3", "credentials: env KEY SECRET");

    assertThat(file.secret("SECRET")).isEqualTo("not to be told");
    assertThat(file.toString()).doesNotContain("not to be told");
  }

  @Test
  void secret_notSet_saysWhichAndWhere() {
    for (String variable : List.of("NONE", "EMPTY")) {
      assertThatThrownBy(() -> parse("type: s3").secret(variable))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "my.conf: the credentials of my:// are in the environment variable "
                  + variable
                  + ", but it is not set; set it with 'export "
                  + variable
                  + "=...'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3,     s3, '',                    '',        YES",
    "gs,     gs, '',                    '',        YES",
    "azure,  s3, http://127.0.0.1:8080, us-east-1, YES",
    "minio,  s3, http://127.0.0.1:9000, us-east-1, PROBE",
    "spaces, s3, https://r.digitaloceanspaces.com, us-east-1, PROBE",
    "ibm,    s3, https://s3.r.cloud-object-storage.appdomain.cloud, r, PROBE"
  })
  void parse_builtIn_isUnderstood(
      String name, String type, String endpoint, String region, ConditionalCreate conditional)
      throws IOException {
    StoreFile file =
        TestStores.file(
            name,
            Files.readString(Path.of("..", "runners-config", "stores", name + ".conf")),
            Map.of("SPACES_REGION", "r", "IBM_COS_REGION", "r"));

    assertThat(file.type()).isEqualTo(type);
    assertThat(file.endpoint().map(URI::toString).orElse("")).isEqualTo(endpoint);
    assertThat(file.region().orElse("")).isEqualTo(region);
    assertThat(file.conditionalCreate()).isEqualTo(conditional);
  }

  /** Prints where the file of a store comes from, in a working directory of its own. */
  public static final class Finder {
    private Finder() {}

    public static void main(String[] args) throws IOException {
      StoreFiles files = StoreFiles.here();
      try {
        StoreFile file =
            files.named("'" + args[0] + "://b'", args[0], BucketProvider.all().keySet());
        System.out.println(
            file.where() + " " + file.endpoint().orElseThrow() + " " + file.written().builtIn());
      } catch (UsageException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void named_fileInTheWorkingDirectory_comesBeforeTheBuiltIn(@TempDir Path folder)
      throws Exception {
    assertThat(found(folder, "minio"))
        .isEqualTo("runners-config/stores/minio.conf http://127.0.0.1:9000 true");
    Path stores = Files.createDirectories(folder.resolve("runners-config/stores"));
    Files.writeString(stores.resolve("minio.conf"), "type: s3\nendpoint: http://mine:1\n");
    Files.writeString(stores.resolve("lab.conf"), "type: s3\nendpoint: http://lab:2\n");

    assertThat(found(folder, "minio"))
        .isEqualTo("runners-config/stores/minio.conf http://mine:1 false");
    assertThat(found(folder, "lab")).isEqualTo("runners-config/stores/lab.conf http://lab:2 false");
  }

  @Test
  void here_fileThatIsNoText_mattersOnlyToItsStore(@TempDir Path folder) throws Exception {
    Path stores = Files.createDirectories(folder.resolve("runners-config/stores"));
    Files.write(stores.resolve("junk.conf"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThat(found(folder, "minio"))
        .isEqualTo("runners-config/stores/minio.conf http://127.0.0.1:9000 true");
    assertThat(found(folder, "junk"))
        .isEqualTo(
            "runners-config/stores/junk.conf: a settings file must be UTF-8 text, but has other"
                + " bytes; save it as UTF-8");
  }

  private static String found(Path folder, String store) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Finder.class.getName(),
                store)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return String.valueOf(said.readLine());
    } finally {
      process.destroyForcibly();
    }
  }
}
