package org.shoestring.store.s3;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.TransientException;

/**
 * Looks whether an answer has all that it must have. The HTTP client takes a head for whole that
 * ends where the connection does, in the middle of a line even, and so an answer without a body, or
 * with less of one, for good.
 */
final class ResponseFields {
  private static final Pattern E_TAG = Pattern.compile("\"[^\"]+\"|[^\"]+");

  private ResponseFields() {}

  /** What every such answer has. */
  static <T> T required(@Nullable T value) throws TransientException {
    if (value == null) {
      throw cutShort();
    }
    return value;
  }

  /** How many bytes an answer has, or would have. */
  static long length(@Nullable Long value) throws TransientException {
    if (value == null) {
      throw new TransientException(
          "the answer has no Content-Length, which a proxy may have removed", null);
    }
    return value;
  }

  /** An ETag that has both its quotes, or none. */
  static String eTag(@Nullable String value) throws TransientException {
    String eTag = required(value);
    if (!E_TAG.matcher(eTag).matches()) {
      throw cutShort();
    }
    return eTag;
  }

  private static TransientException cutShort() {
    return new TransientException("the answer is cut short", null);
  }
}
