package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.files.AsidePath;
import org.shoestring.files.DiskSync;
import org.shoestring.files.FolderWalk;
import org.shoestring.train.checkpoint.storage.Attempt;

/**
 * The folder that a trainer writes its checkpoints to, and which attempts have worked in it since
 * it was last brought to a known state.
 *
 * @param folder the trainer's
 * @param scratch a folder beside it, which has a file with the names of those attempts, a line each
 */
record LocalCheckpoints(Path folder, Path scratch) {
  private static final String NOTE = "attempts";

  /** The folders of the attempts that have left here what is here; empty if that is not known. */
  List<String> attempts() throws IOException {
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
  void write(List<String> attempts) throws IOException {
    Path part = scratch.resolve(NOTE + ".part");
    Files.write(part, attempts, StandardCharsets.UTF_8);
    DiskSync.file(part);
    Files.move(part, scratch.resolve(NOTE), StandardCopyOption.ATOMIC_MOVE);
    DiskSync.folder(scratch);
  }

  /** Moves all that is here out of the way; empty if there is nothing. */
  Optional<Path> setAside() throws IOException {
    if (!Files.isDirectory(folder) || FolderWalk.entries(folder).isEmpty()) {
      return Optional.empty();
    }
    Path aside = Files.createDirectories(AsidePath.of(folder));
    for (Path entry : FolderWalk.entries(folder)) { // The folder itself may be a mount.
      Files.move(entry, aside.resolve(entry.getFileName()));
    }
    return Optional.of(aside);
  }

  /** Moves some files out of the way. */
  Path setAside(List<String> files) throws IOException {
    Path aside = AsidePath.of(folder);
    for (String file : files) {
      Path to = aside.resolve(file);
      Files.createDirectories(to.getParent());
      if (Files.exists(folder.resolve(file))) {
        Files.move(folder.resolve(file), to);
      }
    }
    return aside;
  }

  /** The same names and one more. */
  List<String> with(String attempt) throws IOException {
    List<String> attempts = new ArrayList<>(attempts());
    attempts.add(attempt);
    return attempts;
  }
}
