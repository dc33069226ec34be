package org.shoestring.store.object;

import java.io.IOException;
import java.nio.file.Path;

/** There is no object of that name. */
public final class NoSuchObjectException extends IOException {
  private static final long serialVersionUID = 1;

  public NoSuchObjectException(String location, String name) {
    this(location + "/" + name + ": no such file");
  }

  private NoSuchObjectException(String message) {
    super(message);
  }

  /** The error of a link on this machine. */
  public static NoSuchObjectException deadLink(Path link) {
    return new NoSuchObjectException(
        link + ": this link points to a file that does not exist; correct or remove the link");
  }
}
