package org.shoestring.server;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small disk, in memory. */
public record SmallDisk(Path path) implements AutoCloseable {
  /** Why there may be none. */
  public static final String TAKES = "no disk can be mounted here: that takes root on Linux";

  /** Mounts one of one mebibyte at a new folder below this one; empty if that is not allowed. */
  public static Optional<SmallDisk> in(Path folder) throws IOException, InterruptedException {
    return in(folder, 1);
  }

  /** The same with so many mebibytes. */
  public static Optional<SmallDisk> in(Path folder, int mebibytes)
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    return runs(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + mebibytes + "m",
            "shoestring-test",
            disk.toString())
        ? Optional.of(new SmallDisk(disk))
        : Optional.empty();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(new File("/dev/null")))
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  /** Takes it away, also from under files that this process keeps open until it ends. */
  @Override
  public void close() {
    try {
      runs("umount", "-l", path.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
