package org.shoestring.bytes;

import java.io.IOException;

/** Compressed bytes that end early, are damaged, or are no such format. */
public final class CorruptException extends IOException {
  private static final long serialVersionUID = 1;

  private static final String FETCH = "; fetch the file again";

  private final String cure;

  public CorruptException(String message) {
    super(message);
    this.cure = FETCH;
  }

  public CorruptException(String message, Throwable cause) {
    super(message, cause);
    this.cure = FETCH;
  }

  private CorruptException(String message, String cure, Throwable cause) {
    super(message, cause);
    this.cure = cure;
  }

  /**
   * Whole bytes that take too much memory to decompress.
   *
   * @param message with what can be done
   */
  public static CorruptException tooLarge(String message, Throwable cause) {
    return new CorruptException(message, "", cause);
  }

  /** The message with what to do about a file that comes from elsewhere. */
  public String withCure() {
    return getMessage() + cure;
  }
}
