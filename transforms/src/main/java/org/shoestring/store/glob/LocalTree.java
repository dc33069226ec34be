package org.shoestring.store.glob;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.shoestring.files.FileNames;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;

/**
 * A folder of this machine as a tree. Only folders that a glob may match something in are read, and
 * links to folders are followed. A glob over folders reads every folder once, so that links which
 * lead in a circle, or to a folder beside them, give no file twice.
 */
final class LocalTree implements GlobTree {
  private final Path root;
  private final ObjectStore store;

  LocalTree(ObjectStore store) {
    this.root = Path.of(store.location());
    this.store = store;
  }

  @Override
  public boolean hasFolder(String path) {
    return !isDotted(path) && Files.isDirectory(root.resolve(path));
  }

  @Override
  public Optional<StoredObject> file(String path) throws IOException {
    return isDotted(path) ? Optional.empty() : store.stat(path);
  }

  /** Whether a path leads back, which none does that a glob finds. */
  private static boolean isDotted(String path) {
    return path.matches("(.*/)?\\.\\.?(/.*)?");
  }

  @Override
  public void match(String folder, GlobPattern pattern, Each each) throws IOException {
    new Walk(folder, pattern, each).run();
  }

  /**
   * Looks at what is no file that can be read again and again.
   *
   * @throws UsageException for a pipe or a device
   * @throws NoSuchObjectException for a link that leads to nothing
   */
  static void refuseSpecial(Path path) throws NoSuchObjectException {
    if (Files.isRegularFile(path)
        || Files.isDirectory(path)
        || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.exists(path)) {
      throw NoSuchObjectException.deadLink(path);
    }
    throw new UsageException(
        path
            + ": this is a pipe or a device, which can be read only once; write its content into"
            + " a file first");
  }

  private final class Walk {
    private final String base;
    private final GlobPattern pattern;
    private final Each each;
    private final Deque<String> folders = new ArrayDeque<>();
    private final Deque<String> links = new ArrayDeque<>();
    private final Set<Path> read = new HashSet<>();

    Walk(String base, GlobPattern pattern, Each each) {
      this.base = base;
      this.pattern = pattern;
      this.each = each;
    }

    void run() throws IOException {
      folders.add("");
      while (!folders.isEmpty() || !links.isEmpty()) {
        // A folder goes by its own path rather than by that of a link to it.
        String folder = folders.isEmpty() ? links.remove() : folders.remove();
        try {
          Path path = root.resolve(base + folder);
          if (!pattern.overFolders() || read.add(path.toRealPath())) {
            read(path, folder);
          }
        } catch (NoSuchFileException | NotDirectoryException e) {
          // It is gone, or never was.
        }
      }
    }

    private void read(Path path, String folder) throws IOException {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        for (Path entry : entries) {
          look(entry, folder + entry.getFileName());
        }
      } catch (AccessDeniedException e) {
        throw unreadable(path, e);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    private void look(Path entry, String path) throws IOException {
      boolean matches = pattern.matches(path);
      boolean below = pattern.mayMatchBelow(path);
      if (!matches && !below) {
        return;
      }
      FileNames.check(entry);
      if (below && Files.isDirectory(entry)) {
        (Files.isSymbolicLink(entry) ? links : folders).add(path + "/");
      }
      if (matches) {
        Optional<StoredObject> file = store.stat(base + path);
        if (file.isPresent()) {
          each.file(base + path, file.get());
        } else {
          refuseSpecial(entry);
        }
      }
    }
  }

  private static StoreException unreadable(Path folder, IOException e) {
    return new StoreException(
        folder
            + ": cannot read this folder (permission denied); change its permissions with chmod"
            + " or chown",
        e);
  }
}
