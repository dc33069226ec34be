package org.shoestring.pipeline.flink;

import java.nio.file.Path;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.WebOptions;

/** The folder that Flink's processes write to. */
public final class FlinkFolder {
  private FlinkFolder() {}

  /** Has Flink use a folder for all that it writes. */
  public static void set(Configuration configuration, Path folder) {
    configuration.set(CoreOptions.TMP_DIRS, folder.toString());
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder.toString());
    configuration.set(WebOptions.TMP_DIR, folder.toString());
  }
}
