package org.shoestring.table.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.shoestring.table.ProgramException;

/**
 * A local copy that several programs read at the same time, as it was when the first of them was
 * started. What one of them does to it, the others may have read.
 *
 * @param name as the command has it, for messages
 * @param folder of the copy
 * @param id of its {@link CopyRecord} when it was made or found whole
 */
public record SharedCopy(String name, Path folder, String id) {
  private static final int NAMED = 5;

  /** Hashes of files that were touched, for the next shards. */
  private static final FileHashes TOUCHED = new FileHashes(FileHashes.inProcess());

  /** A copy as it is recorded now. */
  public static SharedCopy of(String name, Path folder) throws IOException {
    String id = CopyRecord.of(folder).map(CopyRecord::id).orElse("");
    return new SharedCopy(name, folder, id);
  }

  /**
   * Looks whether the copy is still what it was; files whose size, times and inode are the same are
   * not read.
   *
   * @throws ProgramException if a file was changed, removed or added
   */
  public void check() throws IOException {
    Optional<String> change = change(folder);
    if (change.isPresent()) {
      throw new ProgramException(
          "the local copy of {"
              + name
              + "} was changed while the stage was running: "
              + change.get()
              + ", in "
              + folder
              + ". Other commands read the same copy, so this output is not kept. Let the command"
              + " write elsewhere, or make a copy of its own first: cp -r --no-preserve=mode {"
              + name
              + "} DIR");
    }
  }

  private Optional<String> change(Path copy) throws IOException {
    Optional<CopyRecord> found = CopyRecord.of(copy);
    if (found.isEmpty()) {
      return Optional.of("its record was removed");
    }
    CopyRecord record = found.get();
    if (!record.id().equals(id)) {
      List<String> first = record.mended().subList(0, Math.min(NAMED, record.mended().size()));
      return Optional.of(String.join(", ", first) + " had to be restored");
    }
    if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("its folder was removed");
    }
    for (String path : record.touched(copy)) {
      if (!isSame(copy, path, record)) {
        return Optional.of(
            path + (Files.exists(copy.resolve(path)) ? " was altered" : " was removed"));
      }
    }
    Set<String> own = record.files().keySet();
    List<String> added = CopyRecord.strangers(copy, own);
    return added.isEmpty() ? Optional.empty() : Optional.of(added.get(0) + " was added");
  }

  private static boolean isSame(Path copy, String path, CopyRecord record) throws IOException {
    Path file = copy.resolve(path);
    CopyRecord.CopiedFile recorded = Objects.requireNonNull(record.files().get(path));
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && TOUCHED.of(file, LinkOption.NOFOLLOW_LINKS).equals(recorded.sha256());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
