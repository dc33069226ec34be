package org.shoestring.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fills a spool; a disk that is full is told with its place and the cure. */
public final class SpoolOutput extends FilterOutputStream {
  private final Path spool;
  private long written;

  private SpoolOutput(Path spool, OutputStream out) {
    super(out);
    this.spool = spool;
  }

  /** Writes a spool from its beginning. */
  public static OutputStream to(Path spool) throws IOException {
    return new SpoolOutput(spool, Files.newOutputStream(spool));
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
      throw new StoreException(
          spool
              + ": after "
              + written
              + " bytes: "
              + (e.getMessage() == null ? e : e.getMessage())
              + "; free some space there, or use another disk: name a folder of it with --work-dir,"
              + " or move the workspace if it is a folder there",
          e);
    }
  }
}
