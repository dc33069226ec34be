package org.shoestring.shuffle;

import java.io.Serializable;

/** What whatever is random starts from; any number. */
public record Seed(long value) implements Serializable {

  public static Seed of(long value) {
    return new Seed(value);
  }
}
