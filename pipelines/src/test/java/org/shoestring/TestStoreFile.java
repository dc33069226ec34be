package org.shoestring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file of a store {@code test://}, with keys in MY_KEY and MY_SECRET. */
public final class TestStoreFile {
  private TestStoreFile() {}

  public static void write(Path folder, String endpoint) throws IOException {
    Path store = folder.resolve("runners-config/stores/test.conf");
    Files.createDirectories(store.getParent());
    Files.write(
        store,
        List.of(
            "type: s3",
            "endpoint: " + endpoint,
            "region: us-east-1",
            "credentials: env MY_KEY MY_SECRET"));
  }
}
