package org.shoestring.tsv.foreign;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.CorruptException;

/** The stored bytes under a decompressor; remembers whether they ended or could not be read. */
final class WatchedSource extends FilterInputStream {
  private @Nullable IOException failure;
  private boolean ended;

  WatchedSource(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return watched(in.read());
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return watched(in.read(bytes, offset, length));
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int watched(int read) {
    ended = read < 0;
    return read;
  }

  /** What is wrong: the source if reading it failed, else the data. */
  IOException causeOf(String format, Exception e) {
    if (failure != null) {
      return failure;
    }
    if (e instanceof CorruptException corrupt) {
      return corrupt;
    }
    return ended
        ? new CorruptException(format + " data ends early; the file is truncated", e)
        : new CorruptException(format + " data is damaged: " + e.getMessage(), e);
  }
}
