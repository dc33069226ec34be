package org.shoestring.tsv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Answers a few bytes a call and says that nothing is available, as a network may. */
public final class SlowStream extends FilterInputStream {
  private final int most;

  public SlowStream(InputStream in, int most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return in.read(bytes, offset, Math.min(most, length));
  }

  @Override
  public int available() {
    return 0;
  }
}
