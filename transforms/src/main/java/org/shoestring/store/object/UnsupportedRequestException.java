package org.shoestring.store.object;

import java.io.IOException;

/** A store does not know a request, or a condition of it, and says so. */
public final class UnsupportedRequestException extends IOException {
  private static final long serialVersionUID = 1;

  public UnsupportedRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
