package org.shoestring.train.checkpoint.local;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.record.FactFile;
import org.shoestring.tsv.TsvFormat;

/**
 * Which checkpoints of a trainer's folder are known to be whole, though only time tells that:
 * {@code unchanged NAME STATE}, a line each, beside the folder. Who comes after a kill or a power
 * cut reads it. A note that cannot be read or written knows less.
 */
final class UnchangedNote {
  private static final String FILE = "unchanged";

  private final Path file;
  private final Map<String, String> states = new TreeMap<>();

  UnchangedNote(Path scratch) throws IOException {
    this.file = scratch.resolve(FILE);
    try {
      FactFile text = new FactFile(file.toString(), Files.readString(file), "delete it");
      text.checkSeal(FILE);
      text.unsealed().forEach(line -> states.put(line.with(2).text(1), line.word(2)));
    } catch (NoSuchFileException | CharacterCodingException | BadDataException e) {
      states.clear();
    }
  }

  /** Whether a checkpoint is known as it is now. */
  synchronized boolean has(LocalCheckpoint checkpoint) {
    return checkpoint.state().equals(states.get(checkpoint.name()));
  }

  /**
   * Takes note of one.
   *
   * @param all that lie in the folder; others are forgotten
   */
  synchronized void add(LocalCheckpoint checkpoint, List<LocalCheckpoint> all) {
    if (has(checkpoint)) {
      return;
    }
    states.keySet().retainAll(all.stream().map(LocalCheckpoint::name).toList());
    states.put(checkpoint.name(), checkpoint.state());
    StringBuilder lines = new StringBuilder();
    states.forEach((name, state) -> lines.append(TsvFormat.line(FILE, name, state)));
    Path part = file.resolveSibling(FILE + ".part");
    try {
      Files.writeString(part, FactFile.sealed(FILE, lines.toString()));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      return; // A full disk, which saving says, too.
    }
  }
}
