package org.shoestring.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store cannot do what is asked; the message says which, what, and how to mend it. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What providers answer about a bucket that is not there. */
  public static StoreException noSuchBucket(String location, StoreFile store, Throwable cause) {
    return new StoreException(
        location
            + ": no such bucket; create it, or correct its name, or the endpoint in "
            + store.where(),
        cause);
  }
}
