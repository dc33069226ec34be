package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.object.ObjectStore;

/** The sample experiment with its workspace in S3, and on its way from one store to another. */
@Tag("long")
class RemoteWorkspaceEndToEndTest {
  private static final String IN_S3 = "workspace=s3://bucket/labs/ws";

  private final Path folder;
  private final Path stored;
  private final S3Server server;
  private final Shoestring shoestring;

  RemoteWorkspaceEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.server = S3Server.in(folder.resolve("server"));
    this.shoestring = Shoestring.in(folder).in(server.environment());
    this.stored = folder.resolve("server/buckets/bucket/labs/ws");
  }

  @BeforeEach
  void copySample() throws IOException {
    Path from = Path.of("..", "data-samples", "en-de").toAbsolutePath().normalize();
    for (String file : List.of("en-de.yaml", "en-de.tsv.gz")) {
      Files.copy(from.resolve(file), folder.resolve(file));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void enDe_inS3_isTheSameBytesAsInAFolder() throws Exception {
    shoestring.run("run", "en-de.yaml", "--set", "workspace=here").good();
    String out = shoestring.run("run", "en-de.yaml", "--set", IN_S3).good().out();

    assertThat(out).contains("bleu\tBLEU\t37.18816533804031\tnrefs:1|");
    assertThat(shoestring.run("path", "en-de.yaml", "bleu", "--set", IN_S3).good().out())
        .startsWith("s3://bucket/");
    assertThat(Outputs.digests(stored)).isEqualTo(Outputs.digests(folder.resolve("here")));
    assertThat(shoestring.run("run", "en-de.yaml", "--set", IN_S3).good().out().lines())
        .filteredOn(line -> line.contains(" CACHED  "))
        .hasSize(7);
    assertThat(shoestring.run("status", "en-de.yaml", "--set", IN_S3).good().out().lines())
        .hasSize(7)
        .allMatch(line -> line.contains(" CACHED  "));
    try (Stream<Path> left = Files.walk(stored)) {
      assertThat(left.map(stored::relativize).map(Path::toString))
          .noneMatch(name -> name.startsWith("leases/") || name.startsWith("_tmp/"));
    }
  }

  @Test
  void enDe_inputInS3AndWorkspaceHere_isTheSame() throws Exception {
    shoestring.run("run", "en-de.yaml", "raw", "--set", "workspace=here").good();
    ObjectStore labs = server.stores().at("s3://bucket/labs");
    labs.put(
        "corpus.tsv.gz",
        Files.copy(
            folder.resolve("en-de.tsv.gz"), labs.newSpool(), StandardCopyOption.REPLACE_EXISTING));
    String source = "stages.raw.import=s3://bucket/labs/corpus.tsv.gz";
    shoestring.run("run", "en-de.yaml", "raw", "--set", source, "--set", "workspace=there").good();
    assertThat(Outputs.digests(folder.resolve("there")))
        .isEqualTo(Outputs.digests(folder.resolve("here")));
  }

  @Test
  void workspace_movedHalfDone_goesOnThereAndRepeatsNothing() throws Exception {
    assumeTrue(hasRclone(), "rclone is absent");
    shoestring.run("run", "en-de.yaml", "data", "--set", IN_S3).good();
    Path moved = folder.resolve("moved");
    rclone("copy", "s3:bucket/labs/ws", moved.toString());
    assertThat(Outputs.digests(moved)).isEqualTo(Outputs.digests(stored));
    Map<String, String> before = Outputs.finishedShards(moved);

    String out = shoestring.run("run", "en-de.yaml", "--set", "workspace=moved").good().out();

    assertThat(out.lines().filter(line -> line.contains(" CACHED  ")))
        .extracting(line -> line.split(" ", 2)[0])
        .containsExactly("raw", "clean", "data");
    assertThat(out).contains("bleu\tBLEU\t37.18816533804031\t");
    assertThat(Outputs.finishedShards(moved)).containsAllEntriesOf(before);

    rclone("copy", moved.toString(), "s3:bucket/back");
    assertThat(
            shoestring
                .run("run", "en-de.yaml", "--set", "workspace=s3://bucket/back")
                .good()
                .out()
                .lines()
                .filter(line -> line.contains(" CACHED  ")))
        .hasSize(7);
  }

  private static boolean hasRclone() throws InterruptedException {
    try {
      return new ProcessBuilder("rclone", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs rclone, whose remote {@code s3} is the server. */
  private void rclone(String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of("rclone"), Stream.of(arguments)).toArray(String[]::new));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "RCLONE_CONFIG",
                folder.resolve("rclone.conf").toString(),
                "RCLONE_CONFIG_S3_TYPE",
                "s3",
                "RCLONE_CONFIG_S3_PROVIDER",
                "Other",
                "RCLONE_CONFIG_S3_ENDPOINT",
                server.proxy().endpoint(),
                "RCLONE_CONFIG_S3_ACCESS_KEY_ID",
                S3Proxy.ACCESS_KEY,
                "RCLONE_CONFIG_S3_SECRET_ACCESS_KEY",
                S3Proxy.SECRET_KEY));
    Path said = folder.resolve("rclone.log");
    int code = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    assertThat(code).as(Files.readString(said)).isZero();
  }
}
