package org.shoestring.transform.piping;

import java.io.IOException;

/** A program gave no sign of life for as long as its user lets it. */
final class SilentProgramException extends IOException {
  private static final long serialVersionUID = 1;

  SilentProgramException() {
    super("a program was silent for too long");
  }
}
