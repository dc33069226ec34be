package org.shoestring.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Reads a {@link ProgramLog} while it is written, each byte once. */
public final class LogReader {
  private final Path folder;
  private long at;

  /** A reader of the log in a folder from a byte on. */
  public LogReader(Path folder, long from) {
    this.folder = folder;
    this.at = from;
  }

  /** Writes what was printed since the last call. */
  public void readInto(OutputStream out) throws IOException {
    for (Map.Entry<Long, Path> part : ProgramLog.parts(folder).entrySet()) {
      long from = part.getKey();
      try (InputStream in = Files.newInputStream(part.getValue())) {
        long length = Files.size(part.getValue());
        if (from + length <= at) {
          continue;
        }
        if (from > at) {
          out.write(gap(from - at));
          at = from;
        }
        in.skipNBytes(at - from);
        at += in.transferTo(out);
      } catch (NoSuchFileException e) {
        // More was printed than is kept; the next part tells.
      }
    }
  }

  /** What stands in place of what is not kept. */
  static byte[] gap(long bytes) {
    return ("\n[... " + bytes + " bytes are left out here ...]\n").getBytes(StandardCharsets.UTF_8);
  }
}
