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
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.shoestring.files.FolderWalk;

/**
 * What all reading processes want: a folder with a file of each. If one of them waits, those that
 * have been silent for a while come last until they say something: a reader that was given up in
 * the middle keeps no shards from the others, and one that only pauses says later that it waits.
 */
final class WantFolder {
  /** How long a process is silent before it comes last: as long as readers wait silently. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Path folder;
  private final LongSupplier nanos;
  private final Map<String, WantFile> files = new TreeMap<>();

  WantFolder(Path folder) {
    this(folder, System::nanoTime);
  }

  /** One by a clock, for tests. */
  WantFolder(Path folder, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  /** The plan by what the processes wanted when the folder was looked at last. */
  ShardPlan plan(int bound) {
    return ShardPlan.of(wants(), wants(WantFile::isSilent), bound);
  }

  /** The wants of those that do not come last. */
  List<ShardWant> wants() {
    return wants(file -> !file.isSilent());
  }

  private List<ShardWant> wants(Predicate<WantFile> which) {
    return files.values().stream()
        .filter(which)
        .map(WantFile::want)
        .flatMap(Optional::stream)
        .toList();
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
        changed |= file.look(nanos.getAsLong());
      } catch (NoSuchFileException e) {
        files.remove(name); // Its process has ended just now.
        changed = true;
      }
    }
    if (files.values().stream().anyMatch(WantFile::waits)) {
      for (WantFile file : files.values()) {
        changed |= file.putLast(nanos.getAsLong() - SILENT_NANOS);
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
