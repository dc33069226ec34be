package org.shoestring.tsv.foreign;

import java.io.IOException;
import java.io.InputStream;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.CorruptException;

/** A library's decompressor whose errors, of whatever kind, are {@link CorruptException}. */
final class CheckedInput extends BulkInput {
  private final String format;
  private final WatchedSource source;
  private final InputStream in;

  /** Makes a decompressor. */
  interface Opening {
    InputStream over(InputStream stored) throws IOException;
  }

  CheckedInput(String format, InputStream stored, Opening decompressor) throws IOException {
    this.format = format;
    this.source = new WatchedSource(stored);
    try {
      this.in = decompressor.over(source);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw source.causeOf(format, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException | RuntimeException e) {
      throw source.causeOf(format, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
