package org.shoestring.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Puts files and names on the disk itself, so that they survive a power cut. */
public final class DiskSync {
  private DiskSync() {}

  /** Puts the content of a file on the disk. */
  public static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Puts the names in a folder on the disk, once for all threads that want it at the same time;
   * Windows cannot open folders, and does not need it.
   */
  public static void folder(Path folder) throws IOException {
    if (!isWindows()) {
      FolderSync.share(folder, DiskSync::read);
    }
  }

  /**
   * Puts a folder with all files below it on the disk, each file before the name that leads to it.
   * What was written long ago costs nothing; the rest as long as the disk takes to write it. What
   * nobody may read is left alone, and links are, too.
   */
  public static void tree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            if (about.isRegularFile()) {
              readable(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException || e instanceof AccessDeniedException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            readable(at);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void readable(Path file) throws IOException {
    try {
      if (!isWindows()) {
        read(file);
      } else if (Files.isRegularFile(file)) {
        file(file);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      return; // It vanished, or the commit refuses it.
    }
  }

  /** A file that is open for reading only can be put on the disk too, and so can a folder. */
  private static void read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static boolean isWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }
}
