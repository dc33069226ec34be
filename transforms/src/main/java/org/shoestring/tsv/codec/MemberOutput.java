package org.shoestring.tsv.codec;

import java.io.IOException;
import java.io.OutputStream;
import org.shoestring.tsv.RowWriter;

/**
 * Compresses any bytes as members of 1 MiB each, which programs read as one file. Unlike {@link
 * RowWriter} it knows no lines, and cuts them.
 */
public final class MemberOutput extends OutputStream {
  private final OutputStream out;
  private final MemberEncoder encoder;
  private final byte[] block = new byte[MemberSize.BYTES];
  private int size;
  private boolean anyMember;
  private boolean closed;

  /** Compresses at the codec's own level into {@code out}, which {@link #close} closes. */
  public MemberOutput(OutputStream out, Codec codec) {
    this.out = out;
    this.encoder = codec.encoder(codec.defaultLevel());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, block.length - size);
      System.arraycopy(bytes, offset + done, block, size, count);
      size += count;
      done += count;
      if (size == block.length) {
        endMember();
      }
    }
  }

  private void endMember() throws IOException {
    encoder.encode(block, size, out);
    size = 0;
    anyMember = true;
  }

  /** Ends the last member, if there is none yet an empty one. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream closing = out;
        MemberEncoder ending = encoder) {
      if (size > 0 || !anyMember) {
        endMember();
      }
    }
  }
}
