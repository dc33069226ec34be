package org.shoestring.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.DiskSync;
import org.shoestring.files.MachineStart;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.tsv.TsvFormat;

/**
 * A command that ended well by itself, as it is written down beside what it left: its output is
 * stored without running it again. Only what it left itself is stored, and what its user has mended
 * there after it was refused.
 *
 * @param key of its output
 * @param start of the machine that it ended in, as long as what it left is not on the disk: a power
 *     cut may take a part of that; empty for none
 * @param left what it left; empty if the user was asked to mend it
 */
record EndedCommand(String key, Optional<String> start, Optional<FolderState> left) {
  private static final String FILE = "ended-well";
  private static final String KEY = "key";
  private static final String START = "start";
  private static final String LEFT = "left";
  private static final String MENDED = "mended";

  /** Where the start of a machine cannot be told: no start is this one. */
  private static final String UNKNOWN = "unknown";

  /** A command that has just ended. */
  static EndedCommand now(String key, Path out) throws IOException {
    return new EndedCommand(
        key, Optional.of(MachineStart.id().orElse(UNKNOWN)), Optional.of(FolderState.of(out)));
  }

  /** The same when what it left is on the disk. */
  EndedCommand onDisk() {
    return new EndedCommand(key, Optional.empty(), left);
  }

  /** The same when its user was asked to mend what it left. */
  EndedCommand toBeMended() {
    return new EndedCommand(key, Optional.empty(), Optional.empty());
  }

  /**
   * Why what it left cannot be stored as it is there now, for people; empty if it can.
   *
   * @param wanted the key of the output that is to be made
   * @param out the folder
   */
  Optional<String> fault(String wanted, Path out) throws IOException {
    if (!key.equals(wanted)) {
      return Optional.of("the note of that names another key (" + key + ")");
    }
    if (start.isPresent() && !start.equals(MachineStart.id())) {
      return Optional.of("the machine was restarted before {out} was safely on the disk");
    }
    return left.isEmpty()
        ? Optional.empty()
        : left.get().change(FolderState.of(out)).map(change -> change + " in {out} since");
  }

  /** Writes it down in a folder, so that no power cut takes it. */
  void write(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder(TsvFormat.line(KEY, key));
    start.ifPresent(id -> lines.append(TsvFormat.line(START, id)));
    if (left.isEmpty()) {
      lines.append(TsvFormat.line(MENDED));
    } else {
      left.get().files().forEach((path, state) -> lines.append(TsvFormat.line(LEFT, path, state)));
    }
    Path part = folder.resolve(FILE + ".part");
    Files.writeString(part, FactFile.sealed(FILE, lines.toString()));
    DiskSync.file(part);
    Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    DiskSync.folder(folder);
  }

  /**
   * The one that is written down in a folder; empty if none is.
   *
   * @throws BadDataException if the file is damaged
   */
  static Optional<EndedCommand> read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    FactFile text =
        new FactFile(file.toString(), new String(bytes, StandardCharsets.UTF_8), "delete it");
    text.checkSeal(FILE);
    Reading reading = new Reading();
    text.unsealed().forEach(reading::line);
    return Optional.of(reading.end());
  }

  /** Has it forgotten: the command runs again. */
  static void forget(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  private static final class Reading {
    private String key = "";
    private @Nullable String start;
    private boolean mended;
    private final TreeMap<String, String> files = new TreeMap<>();

    void line(FactLine line) {
      switch (line.type()) {
        case KEY -> key = line.with(1).key(1);
        case START -> start = line.with(1).word(1);
        case LEFT -> files.put(line.with(2).text(1), line.word(2));
        case MENDED -> mended = true;
        default -> throw new IllegalArgumentException("unknown line '" + line.type() + "'");
      }
    }

    EndedCommand end() {
      return new EndedCommand(
          key,
          Optional.ofNullable(start),
          mended ? Optional.empty() : Optional.of(new FolderState(files)));
    }
  }
}
