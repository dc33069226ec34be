package org.shoestring.pipeline;

/** Work that goes on elsewhere, and that is not waited for. */
public final class HandedOverException extends Exception {
  private static final long serialVersionUID = 1;

  /** Its message says for people where. */
  public HandedOverException(String where) {
    super(where);
  }
}
