package org.shoestring.train.checkpoint.storage;

import java.io.IOException;

/** A later attempt has begun, so that this one saves no more. */
public final class SupersededException extends IOException {
  private static final long serialVersionUID = 1;

  SupersededException(String message) {
    super(message);
  }
}
