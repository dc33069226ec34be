package org.shoestring.tsv;

import java.io.IOException;

/** Compressed bytes that end early, are damaged, or are no such format. */
public final class CorruptException extends IOException {
  private static final long serialVersionUID = 1;

  public CorruptException(String message) {
    super(message);
  }

  public CorruptException(String message, Throwable cause) {
    super(message, cause);
  }
}
