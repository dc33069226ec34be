package org.shoestring.train.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.shoestring.files.FolderWalk;

/** What all reading processes want: a folder with a file of each. */
final class WantFolder {
  private final Path folder;
  private final Map<String, WantFile> files = new TreeMap<>();

  WantFolder(Path folder) {
    this.folder = folder;
  }

  /** What the processes want, as it was when the folder was looked at last. */
  List<ShardWant> wants() {
    return files.values().stream().map(WantFile::want).flatMap(Optional::stream).toList();
  }

  /**
   * Looks at all files.
   *
   * @return whether anything has changed
   */
  boolean look() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : FolderWalk.entries(folder)) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".")) { // Else its process has not locked it yet.
        names.add(name);
      }
    }
    boolean changed = files.keySet().retainAll(names);
    for (String name : names) {
      WantFile file = files.computeIfAbsent(name, added -> new WantFile(folder.resolve(added)));
      try {
        changed |= file.look();
      } catch (NoSuchFileException e) {
        files.remove(name); // Its process has ended just now.
        changed = true;
      }
    }
    return changed;
  }

  /**
   * Removes the files of dead processes.
   *
   * @return whether there were any
   */
  boolean removeDead() throws IOException {
    boolean changed = false;
    for (String name : List.copyOf(files.keySet())) {
      WantFile file = files.get(name);
      if (file != null && !file.isAlive()) {
        Files.deleteIfExists(folder.resolve(name));
        files.remove(name);
        changed = true;
      }
    }
    return changed;
  }
}
