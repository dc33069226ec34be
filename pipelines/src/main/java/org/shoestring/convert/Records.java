package org.shoestring.convert;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of one format, one at a time, in order. */
public abstract class Records implements Closeable {
  private @Nullable Problem problem;
  private byte[][] fields = {};

  public Records() {}

  /** Moves to the next record; false at the end. */
  public abstract boolean next() throws IOException;

  /** The names of the columns, if they have any. */
  public abstract List<String> columns();

  /** The file of the current record, as users name it. */
  public abstract String file();

  /** The line that the current record starts in, counted from 1. */
  public abstract long line();

  /** The current record as it stood, without tabs and line feeds, for those who look at rejects. */
  public abstract String text();

  /** Why the current record has no fields; null if it has. */
  @Nullable Problem problem() {
    return problem;
  }

  /** The bytes of each field of the current record; valid UTF-8. */
  public byte[][] fields() {
    return fields;
  }

  protected void set(byte[][] found) {
    problem = null;
    fields = found;
  }

  protected void set(Problem found) {
    problem = found;
    fields = new byte[0][];
  }
}
