package org.shoestring.tsv.codec;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Writes bzip2 streams. */
record Bzip2Encoder(int level) implements MemberEncoder {

  @Override
  public void encode(byte[] raw, int length, OutputStream out) throws IOException {
    try (OutputStream stream = new BZip2CompressorOutputStream(new KeepOpen(out), level)) {
      stream.write(raw, 0, length);
    }
  }

  @Override
  public void close() {}

  /** Keeps the shard open when one of its streams is finished. */
  private static final class KeepOpen extends FilterOutputStream {
    KeepOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
