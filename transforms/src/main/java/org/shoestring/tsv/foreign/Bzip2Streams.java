package org.shoestring.tsv.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.CorruptException;

/**
 * The raw bytes of a bzip2 file of any number of streams. Zero bytes after the last one are
 * padding, as in gzip files; anything else is an error.
 */
final class Bzip2Streams extends BulkInput {
  private final PushbackInputStream stored;
  private @Nullable InputStream stream;
  private int streams;

  Bzip2Streams(InputStream stored) {
    this.stored = new PushbackInputStream(stored, 1);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      InputStream current = stream == null ? nextStream() : stream;
      if (current == null) {
        return -1;
      }
      int count = current.read(bytes, offset, length);
      if (count > 0) {
        stream = current;
        return count;
      }
      stream = null;
    }
  }

  /** The stream that starts here; null at the end. */
  private @Nullable InputStream nextStream() throws IOException {
    int first = stored.read();
    if (streams > 0) {
      while (first == 0) {
        first = stored.read();
        if (first > 0) {
          throw garbage();
        }
      }
      if (first < 0) {
        return null;
      }
      if (first != 'B') {
        throw garbage();
      }
    }
    if (first >= 0) {
      stored.unread(first);
    }
    streams++;
    return new BZip2CompressorInputStream(stored, false);
  }

  private CorruptException garbage() {
    return new CorruptException("garbage after bzip2 stream " + streams);
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
