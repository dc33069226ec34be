package org.shoestring.store.object;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer are not those that the store sent: any of them may be wrong, also those
 * that were read before.
 */
public final class DamagedContentException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
