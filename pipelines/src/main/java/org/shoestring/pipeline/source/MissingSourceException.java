package org.shoestring.pipeline.source;

/** A source file of an import is not at hand. */
public final class MissingSourceException extends Exception {
  private static final long serialVersionUID = 1;

  public MissingSourceException(String message) {
    super(message);
  }
}
