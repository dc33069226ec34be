package org.shoestring.train;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.shoestring.files.FileNames;
import org.shoestring.files.SafePath;
import org.shoestring.spec.Shown;

/**
 * What a command left in its {@code {out}}. Links are followed as long as they stay in that folder:
 * what lies elsewhere was not made by the command, and may be nobody else's business.
 */
final class OutFolder {
  private final Path out;
  private final Path root;
  private final SortedMap<String, Path> files = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();

  /** What is being looked into, as it really lies, to tell links that go round. */
  private final List<Path> within = new ArrayList<>();

  private OutFolder(Path out) throws IOException {
    this.out = out;
    this.root = out.toRealPath();
  }

  /** Why a folder cannot be committed. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * What there is.
   *
   * @param files that become the output, by their paths in it, each as it really lies
   * @param leftOut what cannot be a file of an output, with the reason
   */
  record Content(SortedMap<String, Path> files, List<String> leftOut) {}

  /**
   * Looks at a folder.
   *
   * @throws RefusedException if it is none, or a link leads out of it, or a name or a file cannot
   *     be read
   */
  static Content look(Path out) throws IOException, RefusedException {
    if (!Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException("removed {out}, the folder for its output");
    }
    OutFolder folder = new OutFolder(out);
    folder.into(out);
    return new Content(folder.files, List.copyOf(folder.leftOut));
  }

  private void into(Path folder) throws IOException, RefusedException {
    Path real = folder.toRealPath();
    within.add(real);
    List<Path> entries;
    try (Stream<Path> found = Files.list(folder)) {
      entries = found.sorted().toList();
    } catch (AccessDeniedException e) {
      throw unreadable(folder);
    }
    if (entries.isEmpty() && !folder.equals(out)) {
      leftOut.add(path(folder) + " (an empty folder)");
    }
    for (Path entry : entries) {
      visit(entry);
    }
    within.remove(within.size() - 1);
  }

  private void visit(Path entry) throws IOException, RefusedException {
    Optional<String> fault = FileNames.fault(entry);
    if (fault.isPresent()) {
      throw new RefusedException(
          "left a file in {out} whose name cannot be stored: " + fault.get());
    }
    if (Files.isSymbolicLink(entry)) {
      link(entry);
    } else if (Files.isDirectory(entry)) {
      into(entry);
    } else if (Files.isRegularFile(entry)) {
      add(entry);
    } else if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
      leftOut.add(path(entry) + " (neither a file nor a folder)");
    } else {
      throw new RefusedException(
          "left "
              + Shown.quoted(path(entry))
              + " in {out}, which was removed while it was being read; run again");
    }
  }

  private void link(Path link) throws IOException, RefusedException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (NoSuchFileException e) {
      leftOut.add(path(link) + " (a broken link)");
      return;
    } catch (AccessDeniedException e) {
      throw unreadable(link);
    } catch (FileSystemException e) {
      leftOut.add(path(link) + " (a circular link)");
      return;
    }
    if (!target.startsWith(root)) {
      throw new RefusedException(
          "left a link in {out} that points outside it: "
              + path(link)
              + " -> "
              + Files.readSymbolicLink(link)
              + "; replace it with a copy of the file, or remove it, in "
              + out);
    }
    if (within.contains(target)) {
      leftOut.add(path(link) + " (a circular link)");
    } else if (Files.isDirectory(target)) {
      into(link);
    } else if (Files.isRegularFile(target)) {
      add(link);
    } else {
      leftOut.add(path(link) + " (a link to neither a file nor a folder)");
    }
  }

  private void add(Path file) throws IOException, RefusedException {
    String path = path(file);
    String fault = SafePath.fault(path).orElse("");
    if (!fault.isEmpty()) {
      throw new RefusedException(
          "left a file in {out} whose name cannot be stored: "
              + Shown.quoted(path)
              + " "
              + fault
              + "; rename it in "
              + out);
    }
    if (!Files.isReadable(file)) {
      throw unreadable(file);
    }
    files.put(path, file.toRealPath());
  }

  private RefusedException unreadable(Path at) {
    return new RefusedException(
        "left " + path(at) + " in {out}, which cannot be read: chmod -R u+rwX " + out);
  }

  private String path(Path file) {
    return out.relativize(file).toString().replace(out.getFileSystem().getSeparator(), "/");
  }
}
