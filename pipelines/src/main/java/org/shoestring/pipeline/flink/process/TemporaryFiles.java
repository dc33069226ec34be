package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessFolder;

/** The folder of all temporary files of a process of a cluster, which goes with the process. */
final class TemporaryFiles {
  private static final String PROPERTY = "java.io.tmpdir";
  private static final long STOP_SECONDS = 10;
  private static final Duration REMOVE = Duration.ofSeconds(2);

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
                  FolderWalk.removeInUse(folder, REMOVE);
                },
                "remove-temporary-files"));
  }
}
