package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.Azurite;
import org.shoestring.server.gcs.FakeGcs;

/** The sample experiment with its workspace in stores that are not S3's. */
@Tag("long")
class OtherStoresEndToEndTest {
  private final Path folder;
  private final Shoestring shoestring;

  OtherStoresEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
    this.shoestring = Shoestring.in(folder);
  }

  @BeforeEach
  void copySample() throws IOException {
    Samples.copy("en-de", folder);
  }

  @Test
  void enDe_inAzure_isTheSameBytesAsInAFolder() throws Exception {
    assumeTrue(Azurite.installed().isPresent(), "Azurite is not installed");
    try (Azurite azure =
        Azurite.start(Files.createDirectories(folder.resolve("azure")), "container")) {
      Map<String, String> keys =
          Map.of(
              "AZURE_GATEWAY", azure.endpoint(),
              "AZURE_GATEWAY_ACCESS_KEY", Azurite.ACCESS_KEY,
              "AZURE_GATEWAY_SECRET_KEY", Azurite.SECRET_KEY);
      checkSame(shoestring.in(keys), "azure://container/ws");
    }
  }

  @Test
  void enDe_inGoogleCloudStorage_isTheSameBytesAsInAFolder() throws Exception {
    try (FakeGcs gcs = FakeGcs.over(folder.resolve("gcs"), "bucket")) {
      Path stores = Files.createDirectories(folder.resolve("runners-config/stores"));
      Files.writeString(
          stores.resolve("gs.conf"),
          "type: gs\nendpoint: " + gcs.gcsEndpoint() + "\ncredentials: anonymous\n");
      checkSame(shoestring, "gs://bucket/ws");
    }
  }

  /** Runs there and here, and compares the raw bytes of all that was made. */
  private void checkSame(Shoestring there, String workspace) throws Exception {
    shoestring.run("run", "en-de.yaml", "--set", "workspace=here").good();
    String[] run = {"run", "en-de.yaml", "--set", "workspace=" + workspace};
    String out = there.run(run).good().out();
    assertThat(out).contains("bleu\tBLEU\t37.18816533804031\t").doesNotContain("CACHED");

    for (String stage : List.of("raw", "clean", "data", "shards", "model", "hyp", "bleu")) {
      String[] path = {"path", "en-de.yaml", stage, "--set", "workspace=" + workspace};
      String output = there.run(path).good().out().strip();
      assertThat(output).startsWith(workspace + "/outputs/");
      String name = output.substring(workspace.length() + 1);
      there.run("cp", output, folder.resolve("fetched").resolve(name).toString()).good();
    }
    assertThat(Outputs.digests(folder.resolve("fetched")))
        .isEqualTo(Outputs.digests(folder.resolve("here")));
    assertThat(there.run(run).good().out().lines().filter(line -> line.contains(" CACHED  ")))
        .hasSize(7);
  }
}
