package org.shoestring.bytes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures that are met in one thread, and thrown in another. */
public final class Failures {
  private Failures() {}

  /** Throws a failure of reading or writing; does nothing without one. */
  public static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
