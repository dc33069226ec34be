package org.shoestring.store.object;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store cannot do what is asked; the message says which, what, and how to mend it. */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
