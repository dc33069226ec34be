package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.WebOptions;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessFolder;

/** The folder of all temporary files of a process of a cluster, which goes with the process. */
final class TemporaryFiles {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final long STOP_SECONDS = 10;
  private static final long REMOVE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private TemporaryFiles() {}

  /** A folder for the program that this process is about to become. */
  static Path next(Path base) throws IOException {
    return ProcessFolder.under(base);
  }

  /** How the next program is told of its folder. */
  static String flag(Path folder) {
    return "-D" + PROPERTY + "=" + folder;
  }

  /** The folder of this process: that of {@link #flag} if it is below {@code base}. */
  static Path own(Path base) throws IOException {
    Path given = Path.of(System.getProperty(PROPERTY, ""));
    return given.startsWith(base) && Files.isDirectory(given)
        ? ProcessFolder.keep(base, given)
        : ProcessFolder.under(base);
  }

  /** Has Flink use the folder for all that it writes. */
  static void set(Configuration configuration, Path folder) {
    configuration.set(CoreOptions.TMP_DIRS, folder.toString());
    configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder.toString());
    configuration.set(WebOptions.TMP_DIR, folder.toString());
  }

  /** Removes the folder when the process ends, after Flink has stopped. */
  static void removeAtEnd(Path folder, Supplier<CompletableFuture<?>> stop) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean unused =
                      stop.get()
                          .handle((done, error) -> true)
                          .completeOnTimeout(false, STOP_SECONDS, TimeUnit.SECONDS)
                          .join();
                  remove(folder);
                },
                "remove-temporary-files"));
  }

  /** Removes it, also while somebody still writes there. */
  private static void remove(Path folder) {
    long start = System.nanoTime();
    boolean gone = false;
    while (!gone && System.nanoTime() - start < REMOVE_NANOS) {
      try {
        FolderWalk.remove(folder);
      } catch (IOException e) {
        // Something came meanwhile.
      }
      gone = !Files.exists(folder);
    }
  }
}
