package org.shoestring.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;
import org.shoestring.server.S3Proxy;

/** {@code doctor}, on a folder and on a running S3Proxy. */
class DoctorCommandTest {
  @TempDir private static Path folder = Path.of("");
  private static S3Proxy server;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Proxy.over(folder.resolve("server"), "bucket");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Ran doctor(String location, String secret) {
    return Ran.by(
        "doctor",
        location,
        "--",
        "--awsRegion=us-east-1",
        "--endpoint=" + server.endpoint(),
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
            + S3Proxy.ACCESS_KEY
            + "\",\"secretAccessKey\":\""
            + secret
            + "\"}");
  }

  @Test
  void doctor_folder_printsALineACheck() {
    Ran ran = Ran.by("doctor", folder.resolve("w").toString()).good();

    List<String> lines = ran.lines(folder);
    assertThat(lines.get(0)).isEqualTo("ok    folder      w");
    assertThat(lines.get(2)).isEqualTo("ok    get         the same bytes");
    assertThat(lines).hasSize(12);
    assertThat(folder.resolve("w")).doesNotExist();
  }

  @Test
  void doctor_unusableFolder_isStorage() throws IOException {
    Files.writeString(folder.resolve("file"), "x");

    Ran ran = Ran.by("doctor", folder.resolve("file/w").toString());

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.lines(folder).get(0))
        .isEqualTo(
            "FAIL  folder      file: this is a file, but a folder is needed here; choose another place");
  }

  @Test
  void doctor_s3WithOptionsOfBeam_isOk() {
    Ran ran = doctor("s3://bucket/folder", S3Proxy.SECRET_KEY).good();

    List<String> lines = ran.lines(folder);
    assertThat(lines.get(0)).startsWith("ok    store file  runners-config/stores/s3.conf");
    assertThat(lines.get(1))
        .isEqualTo("ok    client      " + server.endpoint() + "/bucket, signed for us-east-1");
    assertThat(lines).hasSize(17).allMatch(line -> line.startsWith("ok "));
    assertThat(ran.out() + ran.err()).doesNotContain(S3Proxy.SECRET_KEY);
  }

  @Test
  void doctor_s3WithAWrongSecret_isStorageAndTellsNoSecret() {
    Ran ran = doctor("s3://bucket/other", "a wrong secret");

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.lines(folder)).hasSize(3);
    assertThat(ran.lines(folder).get(2))
        .startsWith("FAIL  bucket      ")
        .endsWith("(credentials come from the option --awsCredentialsProvider)");
    assertThat(ran.out() + ran.err()).doesNotContain("a wrong secret");
  }

  @Test
  void doctor_nothing_looksAtTheMachineAndTheWorkspace() {
    Ran ran = Ran.by("doctor").good();

    List<String> lines = ran.lines(folder);
    assertThat(lines.get(0)).matches("ok    java        [0-9]+, [0-9]+ CPUs");
    assertThat(lines.get(1)).contains("  memory      ").endsWith(" of heap memory");
    assertThat(lines.get(2)).contains("  work dir    ").contains(" free of ");
    assertThat(lines.get(3))
        .isEqualTo("ok    folder      " + Path.of("workspace").toAbsolutePath());
    assertThat(lines).hasSize(15);
  }

  @Test
  void doctor_whatIsNoStore_saysWhy() {
    assertThat(Ran.by("doctor", "a", "b").error(2, folder))
        .isEqualTo("doctor tries one store, but 2 are given (a, b); run it once for each");
    assertThat(Ran.by("doctor", "s3://").error(2, folder))
        .isEqualTo(
            "'s3://' is not a location; write STORE://BUCKET/FOLDER, without empty parts, '.' or '..'");
  }

  @Test
  void doctor_folderBelowAFile_isOneFinding() throws IOException {
    Files.writeString(folder.resolve("other"), "x");

    List<String> lines = Ran.by("doctor", folder.resolve("other/w").toString()).lines(folder);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("FAIL  folder      ");
    assertThat(lines.get(1)).isEqualTo("ok    clean up    nothing is left");
  }

  @Test
  void doctor_file_saysWhatToGive() throws IOException {
    Files.writeString(folder.resolve("some.txt"), "x");
    Files.writeString(
        folder.resolve("e.yaml"),
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: raw.tsv, columns: [a]}\n");

    assertThat(Ran.by("doctor", folder.resolve("some.txt").toString()).error(2, folder))
        .isEqualTo("some.txt: this is a file, not a store; give a folder or STORE://BUCKET/FOLDER");
    assertThat(Ran.by("doctor", folder.resolve("e.yaml").toString()).error(2, folder))
        .isEqualTo(
            "e.yaml: this is an experiment, not a store; try its workspace: shoestring doctor w");
  }

  @Test
  void memory_little_isAWarning() {
    assertThat(MachineChecks.memory(400_000_000))
        .hasToString(
            "Finding[level=WARN, what=memory, said=400 MB of heap memory, which is little; start with"
                + " more: java -Xmx512m -jar ...]");
  }

  @Test
  void help_ofDoctor_hasAnExample() {
    assertThat(Ran.by("doctor", "--help").good().out())
        .startsWith("Usage: shoestring doctor ")
        .contains("[STORE]", "Example")
        .doesNotContain("STORE...");
  }
}
