package org.shoestring.train.checkpoint.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;
import org.shoestring.files.FileModes;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * A copy of a checkpoint's files, all as they were at one moment. A second name for a file would be
 * no copy: {@code torch.save} writes into the file that is there.
 *
 * @param folder of the copies, removed when this is closed
 * @param files by their paths in the trainer's folder
 */
public record Snapshot(Path folder, Map<StoredFile, HashedFile> files) implements Closeable {

  /**
   * Copies the files of a checkpoint, hashing them on the way.
   *
   * @param from the trainer's folder
   * @param to a folder for the copies, which need not exist
   * @return empty if a file was changed or removed meanwhile
   */
  public static Optional<Snapshot> take(Path from, FoundCheckpoint found, Path to)
      throws IOException {
    FolderWalk.remove(to);
    boolean whole = false;
    try {
      Map<String, FileIdentity> before = identities(from, found);
      Map<StoredFile, HashedFile> files = new LinkedHashMap<>();
      for (String path : found.files()) {
        HashedFile copy = copy(from.resolve(path), to.resolve(path));
        boolean executable = FileModes.isExecutable(from.resolve(path));
        files.put(new StoredFile(path, copy.bytes(), copy.sha256(), executable), copy);
      }
      whole = before.equals(identities(from, found));
      return whole ? Optional.of(new Snapshot(to, files)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } finally {
      if (!whole) {
        FolderWalk.remove(to);
      }
    }
  }

  private static Map<String, FileIdentity> identities(Path folder, FoundCheckpoint found)
      throws IOException {
    Map<String, FileIdentity> identities = new LinkedHashMap<>();
    for (String path : found.files()) {
      identities.put(path, FileIdentity.of(folder.resolve(path)));
    }
    return identities;
  }

  private static HashedFile copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Sha256 sha256 = new Sha256();
    boolean shares = Reflink.copy(from, to);
    try (InputStream in = Files.newInputStream(shares ? to : from);
        OutputStream copy = shares ? OutputStream.nullOutputStream() : SpoolOutput.toWork(to);
        OutputStream out = sha256.through(copy)) {
      InterruptibleCopy.copy(in, out);
    }
    return new HashedFile(to, FileIdentity.of(to), sha256.hex());
  }

  @Override
  public void close() throws IOException {
    FolderWalk.remove(folder);
  }
}
