package org.shoestring.tsv.codec;

import java.io.Closeable;
import org.shoestring.bytes.CorruptException;

/** Decompresses whole members into a buffer that it reuses. */
public interface MemberDecoder extends Closeable {

  /**
   * Decompresses the member in {@code compressed[0, length)} into {@link #raw}.
   *
   * @return the number of raw bytes
   * @throws CorruptException if it is not exactly one intact member
   */
  int decode(byte[] compressed, int length) throws CorruptException;

  /** The buffer of the last {@link #decode}; overwritten by the next. */
  byte[] raw();

  @Override
  void close();
}
