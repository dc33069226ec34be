package org.shoestring.experiment.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;
import org.shoestring.files.ProcessFolder;
import org.shoestring.table.local.FileHashes;
import org.shoestring.table.record.FactFile;
import org.shoestring.tsv.TsvFormat;

/**
 * Remembers hashes of large files in a folder, from one run to the next, so that not every run
 * reads them.
 */
final class HashFolder implements FileHashes.Memory {
  /** A smaller file is read about as fast as what is remembered of it. */
  private static final long LARGE = 1 << 20;

  private final Path folder;

  public HashFolder(Path folder) {
    this.folder = folder;
  }

  private Path memory(Path file) {
    return folder.resolve(new Sha256().frame(file.toString()).hex().substring(0, 32));
  }

  private static String text(FileIdentity identity) {
    return identity.bytes() + "," + identity.version();
  }

  /** A memory that was altered is none. */
  @Override
  public Optional<String> find(Path file, FileIdentity identity) throws IOException {
    if (identity.bytes() < LARGE) {
      return Optional.empty();
    }
    Path memory = memory(file);
    try {
      FactFile text = new FactFile(memory.toString(), Files.readString(memory), "");
      text.checkSeal(file.toString());
      List<String> fields = TsvFormat.fields(text.unsealed().text().strip());
      return Optional.of(fields)
          .filter(f -> f.size() == 2 && f.get(0).equals(text(identity)))
          .map(f -> f.get(1))
          .filter(hash -> hash.matches("[0-9a-f]{64}"));
    } catch (NoSuchFileException | CharacterCodingException | BadDataException e) {
      return Optional.empty();
    }
  }

  @Override
  public void keep(Path file, FileIdentity identity, String sha256) throws IOException {
    if (identity.bytes() < LARGE) {
      return;
    }
    Path part = Files.createTempFile(ProcessFolder.under(folder.resolve("_tmp")), "hash", "");
    String line = TsvFormat.line(text(identity), sha256);
    Files.writeString(part, FactFile.sealed(file.toString(), line));
    Files.move(
        part, memory(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
