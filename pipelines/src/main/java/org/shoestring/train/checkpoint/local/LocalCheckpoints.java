package org.shoestring.train.checkpoint.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.AsidePath;
import org.shoestring.files.DiskSync;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.train.checkpoint.storage.Attempt;

/**
 * The folder that a trainer writes its checkpoints to, and which attempts have worked in it since
 * it was last brought to a known state.
 *
 * @param folder the trainer's
 * @param scratch a folder beside it, which has a file with the names of those attempts, a line each
 */
public record LocalCheckpoints(Path folder, Path scratch) {
  private static final String NOTE = "attempts";

  /**
   * A folder that exists, or is made. If it is a link, it is where that leads to: what is set aside
   * stays on that disk.
   *
   * @throws UsageException if something else is there
   */
  public static LocalCheckpoints of(Path folder, Path scratch) throws IOException {
    if (!Files.isDirectory(folder) && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException(
          folder
              + " is no folder, nor a link to one, but checkpoints are to be saved there; remove it"
              + " or rename it");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    Files.createDirectories(scratch);
    return new LocalCheckpoints(folder.toRealPath(), scratch);
  }

  /** The folders of the attempts that have left here what is here; empty if that is not known. */
  public List<String> attempts() throws IOException {
    try {
      return Files.readString(scratch.resolve(NOTE))
          .lines()
          .filter(Attempt.FOLDER.asMatchPredicate())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Writes down that these attempts have worked here, and no other. */
  public void write(List<String> attempts) throws IOException {
    Path part = scratch.resolve(NOTE + ".part");
    Files.write(part, attempts, StandardCharsets.UTF_8);
    DiskSync.file(part);
    Files.move(part, scratch.resolve(NOTE), StandardCopyOption.ATOMIC_MOVE);
    DiskSync.folder(scratch);
  }

  /** Moves all that is here out of the way; empty if there is nothing. */
  public Optional<Path> setAside() throws IOException {
    if (!Files.isDirectory(folder) || FolderWalk.entries(folder).isEmpty()) {
      return Optional.empty();
    }
    Path aside = Files.createDirectories(AsidePath.of(folder));
    for (Path entry : FolderWalk.entries(folder)) { // The folder itself may be a mount.
      move(entry, aside.resolve(entry.getFileName()));
    }
    return Optional.of(aside);
  }

  /**
   * Moves some files out of the way, and removes the folders that are empty then: a trainer would
   * take one for its newest checkpoint.
   */
  public Path setAside(List<String> files) throws IOException {
    Path aside = AsidePath.of(folder);
    for (String file : files) {
      Path from = folder.resolve(file);
      Path to = aside.resolve(file);
      Files.createDirectories(to.getParent());
      if (Files.exists(from)) {
        move(from, to);
        removeEmpty(from.getParent());
      }
    }
    return aside;
  }

  private void removeEmpty(@Nullable Path inner) throws IOException {
    Path at = inner;
    while (at != null
        && !at.equals(folder)
        && Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)
        && FolderWalk.entries(at).isEmpty()) {
      Files.delete(at);
      at = at.getParent();
    }
  }

  /** Moves a file or a folder, also to another disk, where a folder cannot be renamed to. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        throw notMoved(from, to, e);
      }
      copy(from, to);
      FolderWalk.remove(from);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      FolderWalk.paths(
          from,
          path ->
              Files.copy(
                  path,
                  to.resolve(from.relativize(path).toString()),
                  StandardCopyOption.COPY_ATTRIBUTES,
                  LinkOption.NOFOLLOW_LINKS));
    } catch (FileSystemException e) {
      throw notMoved(from, to, e);
    }
  }

  private static IOException notMoved(Path from, Path to, FileSystemException why) {
    return new IOException(
        from
            + " is in the way of what the training continues from, but cannot be moved to "
            + to
            + " ("
            + LocalFailure.shown(why)
            + "); move it away yourself, and run this again",
        why);
  }

  /** The same names and one more. */
  public List<String> with(String attempt) throws IOException {
    List<String> attempts = new ArrayList<>(attempts());
    attempts.add(attempt);
    return attempts;
  }
}
