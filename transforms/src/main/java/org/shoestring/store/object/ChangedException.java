package org.shoestring.store.object;

import java.io.IOException;

/** An object is not the one that was asked for: it was replaced meanwhile. */
public final class ChangedException extends IOException {
  private static final long serialVersionUID = 1;

  public ChangedException(String location, String name) {
    super(
        location
            + "/"
            + name
            + ": changed while it was read; run the command again to read the new content");
  }
}
