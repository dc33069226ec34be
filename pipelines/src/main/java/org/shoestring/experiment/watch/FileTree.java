package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.FileNames;
import org.shoestring.spec.UsageException;

/**
 * The files below a folder that somebody wrote: without hidden ones, what Python compiles, and the
 * environments that its packages are installed in.
 */
final class FileTree {
  private FileTree() {}

  /**
   * The files, sorted.
   *
   * @param apart a folder that does not count, wherever it lies; null for none
   * @throws UsageException if the locale cannot express the name of one
   */
  static List<Path> files(Path folder, @Nullable Path apart) throws IOException {
    return files(folder, apart, null);
  }

  /**
   * The files of a package, sorted. A link in it that leads out of the experiment's folder is not
   * followed: there may be data of any size behind it.
   *
   * @param home the experiment's folder
   */
  static List<Path> ofPackage(Path folder, @Nullable Path apart, Path home) throws IOException {
    return files(folder, apart, home.toRealPath());
  }

  private static List<Path> files(Path folder, @Nullable Path apart, @Nullable Path home)
      throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes)
              throws IOException {
            boolean skipped =
                !at.equals(folder) && (isSkipped(at) || at.equals(apart) || leaves(at, home));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            if (attributes.isRegularFile() && !name.startsWith(".") && !name.endsWith(".pyc")) {
              FileNames.check(file);
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Collections.sort(files);
    return files;
  }

  private static boolean leaves(Path link, @Nullable Path home) throws IOException {
    return home != null && Files.isSymbolicLink(link) && !link.toRealPath().startsWith(home);
  }

  /** Whether nothing in a folder was written by its user. */
  static boolean isSkipped(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.startsWith(".") || name.equals("__pycache__") || isEnvironment(folder);
  }

  /** Whether packages of Python are installed in a folder, with paths of this machine. */
  static boolean isEnvironment(Path folder) {
    return Files.exists(folder.resolve("pyvenv.cfg")) || Files.exists(folder.resolve("conda-meta"));
  }
}
