package org.shoestring.worker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link ProgramLog} while it is written, each byte once. The part that it has reached
 * stays open, so that its end is read even when the log was removed in the meantime.
 */
public final class LogReader implements Closeable {
  private final Path folder;
  private long at;
  private long from = -1;
  private @Nullable InputStream open;

  /** A reader of the log in a folder from a byte on. */
  public LogReader(Path folder, long from) {
    this.folder = folder;
    this.at = from;
  }

  /**
   * Writes what was printed since the last call.
   *
   * @return whether there was anything
   */
  public boolean readInto(OutputStream out) throws IOException {
    long before = at;
    NavigableMap<Long, Path> parts = ProgramLog.parts(folder);
    drain(out); // A part is complete when there is a next one.
    for (Map.Entry<Long, Path> part : parts.tailMap(from, false).entrySet()) {
      if (parts.higherKey(part.getKey()) == null || parts.higherKey(part.getKey()) > at) {
        go(part.getKey(), part.getValue(), out);
      }
    }
    return at > before;
  }

  private void go(long start, Path part, OutputStream out) throws IOException {
    InputStream next;
    try {
      next = Files.newInputStream(part);
    } catch (NoSuchFileException e) {
      return; // More was printed than is kept; the next part tells.
    }
    close();
    open = next;
    from = start;
    if (start > at) {
      out.write(gap(start - at));
      at = start;
    }
    next.skipNBytes(at - start);
    drain(out);
  }

  private void drain(OutputStream out) throws IOException {
    InputStream in = open;
    if (in != null) {
      at += in.transferTo(out);
    }
  }

  /** What stands in place of what is not kept. */
  static byte[] gap(long bytes) {
    return ("\n[... " + bytes + " bytes are left out here ...]\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    InputStream in = open;
    if (in != null) {
      open = null;
      in.close();
    }
  }
}
