package org.shoestring.train.start;

import java.io.IOException;

/** A checkpoint that a training is to start from is there, but cannot be restored. */
public final class DamagedStartException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedStartException(String message) {
    super(message);
  }
}
