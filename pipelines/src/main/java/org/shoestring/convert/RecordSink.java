package org.shoestring.convert;

import java.io.Closeable;
import java.io.IOException;

/** Writes records of one format. */
public interface RecordSink extends Closeable {

  /** Writes a record of these fields, UTF-8 each. */
  void write(byte[][] fields) throws IOException;
}
