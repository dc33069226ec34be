package org.shoestring.tsv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The stored bytes under a decompressor; remembers whether reading them failed. */
final class WatchedSource extends FilterInputStream {
  private @Nullable IOException failure;

  WatchedSource(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** What is wrong: the source if reading it failed, else the data. */
  IOException causeOf(String format, Exception e) {
    if (failure != null) {
      return failure;
    }
    return e instanceof CorruptException corrupt
        ? corrupt
        : new CorruptException(format + " data is truncated or damaged: " + e.getMessage(), e);
  }
}
