package org.shoestring.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through folders that others change at the same time. What vanishes meanwhile is left out, as
 * if it had vanished before; {@link Files#walk} and {@link Files#list} fail for it.
 */
public final class FolderWalk {
  private FolderWalk() {}

  /** Takes a file or folder. */
  public interface Each {
    void file(Path file) throws IOException;
  }

  /**
   * Gives all that is below a folder and is no folder itself, in any order; links are not followed.
   * A folder that is not there has nothing in it.
   */
  public static void files(Path folder, Each each) throws IOException {
    Files.walkFileTree(
        folder,
        new Visitor() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            each.file(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives a folder and all that is below it, a folder before what is in it. */
  public static void paths(Path folder, Each each) throws IOException {
    Files.walkFileTree(
        folder,
        new Visitor() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes known)
              throws IOException {
            each.file(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            each.file(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What lies in a folder itself, in any order; nothing if it is not there. */
  public static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      failUnlessGone(folder, new IOException(e.getMessage(), e));
    } catch (IOException e) {
      failUnlessGone(folder, e);
    }
    return entries;
  }

  /**
   * Removes a file, or a folder with all that is in it; links are removed, not followed.
   *
   * @throws java.nio.file.DirectoryNotEmptyException if others write there meanwhile
   */
  public static void remove(Path path) throws IOException {
    Files.walkFileTree(
        path,
        new Visitor() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            super.postVisitDirectory(folder, failure);
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes a folder, also while somebody still writes there, as far as that helps in a while. */
  public static void removeInUse(Path folder, Duration patience) {
    long start = System.nanoTime();
    boolean gone = false;
    while (!gone && System.nanoTime() - start < patience.toNanos()) {
      try {
        remove(folder);
      } catch (IOException e) {
        // Something came meanwhile.
      }
      gone = !Files.exists(folder);
    }
  }

  private static void failUnlessGone(Path path, IOException failure) throws IOException {
    if (!(failure instanceof NoSuchFileException)
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw failure;
    }
  }

  /** Passes over what is gone. */
  private abstract static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      failUnlessGone(file, failure);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        failUnlessGone(folder, failure);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
