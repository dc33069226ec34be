package org.shoestring.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;

/** The contract against the fake of Google Cloud Storage. */
class GcsStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder = Path.of("");
  private static FakeGcs server;

  private final Path spools;
  private final String prefix = UUID.randomUUID() + "/";

  GcsStoreTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServer() throws IOException {
    server = FakeGcs.over(folder, "bucket");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore store() throws IOException {
    return TestStores.gs(server.endpoint(), "bucket", prefix, spools, new Traffic());
  }
}
