package org.shoestring.table.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;
import org.shoestring.files.FileModes;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessLock;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.table.local.CopyRecord.CopiedFile;
import org.shoestring.table.record.Manifest;

/**
 * The folder of one local copy. Its files are read-only, but a program can put others in their
 * place, and root can write them; so it is compared with its {@link CopyRecord} before each use,
 * and what is not as it was is brought again, several files at a time. What was brought before a
 * process was stopped is there for the next one.
 */
final class CopyFolder {
  /** Two changes within this time may have the same change time. */
  private static final Duration TICK = Duration.ofMillis(20);

  private static final int NAMED = 5;

  private final Path folder;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private final Consumer<String> remarks;
  private final boolean growing;
  private final Map<String, String> mended = new TreeMap<>();

  /**
   * A copy.
   *
   * @param remarks takes what a program did to it
   */
  CopyFolder(Path folder, List<Wanted> wanted, Consumer<String> remarks) {
    this(folder, wanted, remarks, false);
  }

  /**
   * A copy.
   *
   * @param remarks takes what a program did to it
   * @param growing whether programs may add files of their own to it
   */
  CopyFolder(Path folder, List<Wanted> wanted, Consumer<String> remarks, boolean growing) {
    this.folder = folder;
    this.remarks = remarks;
    this.growing = growing;
    wanted.forEach(file -> this.wanted.put(file.path(), file));
  }

  /** Where the bytes of a file come from. */
  interface Content {
    /** Those behind an offset. */
    InputStream from(long offset) throws IOException;

    /** What to say if they do not have the hash that they must have. */
    BadDataException altered();
  }

  /**
   * A file of the copy.
   *
   * @param sha256 the first digits of its hash
   */
  record Wanted(String path, String sha256, boolean executable, Content content) {}

  /** Makes the copy, or what is missing of it, and returns its folder. */
  Path bring() throws IOException {
    if (!isWhole()) {
      bringAlone();
    }
    return folder;
  }

  /** Whether nobody touched anything; no file is read for that. */
  private boolean isWhole() throws IOException {
    CopyRecord record = CopyRecord.of(folder).orElse(null);
    return record != null
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && isOf(record)
        && record.touched(folder).isEmpty()
        && strangers().isEmpty();
  }

  /** What programs have added and may not. */
  private List<String> strangers() throws IOException {
    return growing ? List.of() : CopyRecord.strangers(folder, wanted.keySet());
  }

  private boolean isOf(CopyRecord record) {
    return record.files().keySet().equals(wanted.keySet())
        && wanted.values().stream()
            .allMatch(file -> hasHash(record.files().get(file.path()), file));
  }

  private static boolean hasHash(@Nullable CopiedFile copied, Wanted file) {
    return copied != null && copied.sha256().startsWith(file.sha256());
  }

  /** One process and one thread of it at a time; others find the copy whole then. */
  private void bringAlone() throws IOException {
    Files.createDirectories(folder.resolveSibling(""));
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (ProcessLock held = ProcessLock.take(lock)) {
      if (!isWhole()) {
        mend();
      }
    }
  }

  private void mend() throws IOException {
    CopyRecord before = CopyRecord.of(folder).filter(this::isOf).orElse(null);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder); // A link, say.
      Files.createDirectories(folder);
    }
    for (String path : strangers()) {
      FolderWalk.remove(folder.resolve(path));
      mended.put(path, "was added, and is removed");
    }
    Map<String, CopiedFile> files = new TreeMap<>();
    Map<Boolean, List<Wanted>> byTurn =
        wanted.values().stream()
            .collect(Collectors.partitioningBy(file -> file.path().equals(Manifest.NAME)));
    for (boolean manifest : List.of(false, true)) { // A manifest is there only if all else is.
      List<Wanted> some = byTurn.getOrDefault(manifest, List.of());
      List<CopiedFile> copied =
          ParallelTransfers.each(
              some, file -> mended(file, before == null ? null : before.files().get(file.path())));
      for (int i = 0; i < some.size(); i++) {
        files.put(some.get(i).path(), copied.get(i));
      }
    }
    FolderWalk.remove(parts());
    awaitTick(files.keySet());
    if (before != null && mended.isEmpty()) {
      new CopyRecord(before.id(), files, before.mended()).write(folder);
      return;
    }
    String id = UUID.randomUUID().toString();
    new CopyRecord(id, files, List.copyOf(mended.keySet())).write(folder);
    if (before != null) {
      tell();
    }
  }

  /** A file as it must be: left alone, found to have its hash, or brought. */
  private CopiedFile mended(Wanted file, @Nullable CopiedFile known) throws IOException {
    Path target = folder.resolve(file.path());
    if (known != null && known.isStill(target)) {
      return known;
    }
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      FileModes.makeReadOnly(target, file.executable());
      CopiedFile now = CopiedFile.of(target, Sha256.ofFile(target));
      if (hasHash(now, file)) {
        return now;
      }
    }
    noteMended(file.path(), (there ? "was changed" : "was removed") + ", and is restored");
    return CopiedFile.of(target, fetch(file, target));
  }

  private synchronized void noteMended(String path, String what) {
    mended.put(path, what);
  }

  /** Where files are while they arrive. */
  private Path parts() {
    return folder.resolveSibling(folder.getFileName() + ".parts");
  }

  private String fetch(Wanted file, Path target) throws IOException {
    makeFolders(target);
    Path part = parts().resolve(new Sha256().frame(file.path()).frame(file.sha256()).hex());
    String sha256 = PartFile.complete(part, file.sha256(), file.content());
    FileModes.makeReadOnly(part, file.executable());
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return sha256;
  }

  /** The folders of a file; in place of one, or of it, there may be anything else by now. */
  private synchronized void makeFolders(Path target) throws IOException {
    Files.createDirectories(parts());
    Path at = folder;
    for (Path name : folder.relativize(target.resolveSibling(""))) {
      at = at.resolve(name);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(at);
        Files.createDirectories(at);
      }
    }
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      FolderWalk.remove(target);
    }
  }

  /** What a program does from now on has another change time than what was done here. */
  private void awaitTick(Set<String> paths) throws IOException {
    Instant last = Instant.EPOCH;
    for (String path : paths) {
      Instant changed = FileIdentity.of(folder.resolve(path)).changed();
      last = changed.isAfter(last) ? changed : last;
    }
    long left = Duration.between(Instant.now(), last.plus(TICK)).toMillis();
    if (left > 0 && left <= TICK.toMillis()) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void tell() {
    String more = mended.size() > NAMED ? "; and " + (mended.size() - NAMED) + " more" : "";
    remarks.accept(
        "a command changed its copy of an input, "
            + folder
            + ": "
            + mended.entrySet().stream()
                .limit(NAMED)
                .map(file -> file.getKey() + " " + file.getValue())
                .collect(Collectors.joining("; "))
            + more);
  }
}
