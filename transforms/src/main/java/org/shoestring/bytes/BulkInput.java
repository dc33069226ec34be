package org.shoestring.bytes;

import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes come many at a time; one byte alone is read in the same way. */
public abstract class BulkInput extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}
