package org.shoestring.store.object;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.files.CacheFolder;
import org.shoestring.files.FileModes;

/** Fills a spool; a disk that is full is told with its place and the cure. */
public final class SpoolOutput extends FilterOutputStream {
  /** The folder for spools of what goes to remote stores, in that for local work. */
  public static final String SPOOLS = "_spool";

  private final Path spool;
  private final String cure;
  private long written;

  private SpoolOutput(Path spool, String cure, OutputStream out) {
    super(out);
    this.spool = spool;
    this.cure = cure;
  }

  /** Writes a spool from its beginning. */
  public static OutputStream to(Path spool) throws IOException {
    return new SpoolOutput(spool, cure(spool), Files.newOutputStream(spool));
  }

  /** Writes any file in the folder for local work from its beginning. */
  public static OutputStream toWork(Path file) throws IOException {
    String cure = "; free some space, or " + CacheFolder.otherFolder();
    return new SpoolOutput(file, cure, Files.newOutputStream(file));
  }

  /** Makes a spool of a few bytes, which are on the disk then. */
  public static void make(Path spool, byte[] content) throws IOException {
    try (FileChannel file =
        FileChannel.open(spool, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      } catch (IOException e) {
        remove(spool, e);
        throw e instanceof ClosedChannelException ? e : unwritten(spool, reason(e), cure(spool), e);
      }
    }
  }

  /** Removes what is half written, if that is possible. */
  private static void remove(Path spool, IOException why) {
    try {
      Files.deleteIfExists(spool);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Fills a spool with the bytes of a file. It can be run if the file can; who may read it is not
   * for the program to say that made the file, but for the umask.
   */
  public static void copy(Path file, Path spool) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = to(spool)) {
      InterruptibleCopy.copy(in, out);
    } catch (IOException e) {
      remove(spool, e);
      throw e;
    }
    if (FileModes.isExecutable(file)) {
      FileModes.makeExecutable(spool);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
      written += length;
    } catch (IOException e) {
      String after = written == 0 ? "" : "after " + written + " bytes: ";
      throw unwritten(spool, after + reason(e), cure, e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static StoreException unwritten(Path spool, String why, String cure, IOException cause) {
    return new StoreException(spool + ": " + why + cure, cause);
  }

  private static String cure(Path spool) {
    return isToBeSent(spool)
        ? "; uploads are written there first. Free some space, or " + CacheFolder.otherFolder()
        : "; free some space there, or put the workspace or the target on another disk";
  }

  /** Whether a spool lies where those for remote stores do, in the folder of a process. */
  private static boolean isToBeSent(Path spool) {
    Path process = spool.getParent();
    return process != null && process.getParent() != null && process.getParent().endsWith(SPOOLS);
  }
}
