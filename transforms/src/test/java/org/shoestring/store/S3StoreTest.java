package org.shoestring.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.object.ObjectStore;

/** The contract against a running server. */
class S3StoreTest extends ObjectStoreContract {
  @TempDir private static Path folder = Path.of("");
  private static S3Proxy server;

  private final Path spools;
  private final String prefix = UUID.randomUUID() + "/";

  S3StoreTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Proxy.over(folder, "bucket");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ObjectStore store() throws IOException {
    return TestStores.s3(server.endpoint(), "bucket", prefix, spools);
  }

  /** S3Proxy over a folder answers 500 to what lies below a file. */
  @Override
  protected List<String> namesOfNothing() {
    return List.of("none", "folder", "folder/none");
  }
}
