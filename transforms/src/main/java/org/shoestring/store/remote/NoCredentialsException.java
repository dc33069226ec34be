package org.shoestring.store.remote;

import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoreException;

/** This machine has no credentials for a store; no second try mends that. */
public final class NoCredentialsException extends StoreException {
  private static final long serialVersionUID = 1;

  public NoCredentialsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
