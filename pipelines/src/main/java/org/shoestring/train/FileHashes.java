package org.shoestring.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.FileIdentity;
import org.shoestring.table.FactFile;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.Sha256;
import org.shoestring.tsv.TsvFormat;

/**
 * Hashes of files of this machine. Those of large files are remembered in a folder for as long as
 * the files are what they were, so that not every run reads them.
 */
public final class FileHashes {
  /** A smaller file is read about as fast as what is remembered of it. */
  private static final long LARGE = 1 << 20;

  private final Path folder;

  /** Hashes that are remembered in a folder. */
  public FileHashes(Path folder) {
    this.folder = folder;
  }

  /** The file's SHA-256 in hexadecimal. */
  public String of(Path file) throws IOException {
    Instant begin = Instant.now();
    FileIdentity identity = FileIdentity.of(file);
    if (identity.bytes() < LARGE) {
      return Sha256.ofFile(file);
    }
    Path memory = folder.resolve(new Sha256().frame(file.toString()).hex().substring(0, 32));
    String known = identity.bytes() + "," + identity.version();
    Optional<String> remembered = remembered(memory, file, known);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    String hash = Sha256.ofFile(file);
    if (identity.isSettled(begin) && identity.equals(FileIdentity.of(file))) {
      remember(memory, FactFile.sealed(file.toString(), TsvFormat.line(known, hash)));
    }
    return hash;
  }

  /** A memory that was altered is none. */
  private static Optional<String> remembered(Path memory, Path file, String known)
      throws IOException {
    try {
      FactFile text = new FactFile(memory.toString(), Files.readString(memory), "");
      text.checkSeal(file.toString());
      List<String> fields = TsvFormat.fields(text.unsealed().text().strip());
      return Optional.of(fields)
          .filter(f -> f.size() == 2 && f.get(0).equals(known))
          .map(f -> f.get(1));
    } catch (NoSuchFileException | CharacterCodingException | BadDataException e) {
      return Optional.empty();
    }
  }

  private void remember(Path memory, String text) throws IOException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "part", "");
    Files.writeString(part, text);
    Files.move(part, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
