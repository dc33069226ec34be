package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.Azurite;
import org.shoestring.spec.SettingsFile;

/** The contract against Azure's emulator, through the gateway that users start. */
class AzureStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder = Path.of("");
  private static @Nullable Azurite server;

  private final Path spools;
  private final String prefix = UUID.randomUUID() + "/";

  AzureStoreTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServers() throws IOException {
    assumeTrue(
        Azurite.installed().isPresent(),
        "Azurite is not installed: npm install --prefix test-servers/target/azurite azurite");
    server = Azurite.start(folder, "container");
  }

  @AfterAll
  static void stopServers() {
    if (server != null) {
      server.close();
    }
  }

  /** The store file that travels with the program, with what a user exports. */
  private static StoreFile file() throws IOException {
    String path = "runners-config/stores/azure.conf";
    SettingsFile settings =
        SettingsFile.find("runners-config/stores", "azure.conf", java.util.Set.of("azure.conf"))
            .orElseThrow();
    Map<String, String> exported =
        Map.of(
            "AZURE_GATEWAY", java.util.Objects.requireNonNull(server).endpoint(),
            "AZURE_GATEWAY_ACCESS_KEY", Azurite.ACCESS_KEY,
            "AZURE_GATEWAY_SECRET_KEY", Azurite.SECRET_KEY);
    return StoreFile.parse(path, "azure", settings, exported::get);
  }

  @Override
  protected RemoteStore store() throws IOException {
    return TestStores.open(file(), "container", prefix, spools, new Traffic());
  }

  @Test
  void put_inParts_isOneObjectAndLeavesNoUpload() throws IOException {
    Path spool = store().newSpool();
    byte[] part = new byte[1 << 20];
    try (var out = Files.newOutputStream(spool)) {
      for (int i = 0; i < 65; i++) {
        java.util.Arrays.fill(part, (byte) i);
        out.write(part);
      }
    }
    Path copy = Files.copy(spool, spool.resolveSibling("copy"));
    store().put("large", spool);
    try (InputStream in = store().open("large")) {
      Path back = spool.resolveSibling("back");
      Files.copy(in, back);
      assertThat(Files.mismatch(copy, back)).isEqualTo(-1);
    }
    assertThat(store().list("")).extracting(StoredObject::name).containsExactly("large");
  }
}
