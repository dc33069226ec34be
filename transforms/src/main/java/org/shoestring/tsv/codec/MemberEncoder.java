package org.shoestring.tsv.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses blocks of lines, each into a member (a gzip member, a bzip2 stream) of its own. */
public interface MemberEncoder extends Closeable {

  /** Writes {@code raw[0, length)} as one whole member; {@code length} may be 0. */
  void encode(byte[] raw, int length, OutputStream out) throws IOException;

  @Override
  void close();
}
