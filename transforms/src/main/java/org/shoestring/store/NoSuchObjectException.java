package org.shoestring.store;

import java.io.IOException;

/** There is no object of that name. */
public final class NoSuchObjectException extends IOException {
  private static final long serialVersionUID = 1;

  public NoSuchObjectException(String location, String name) {
    super(location + "/" + name + ": no such file");
  }
}
