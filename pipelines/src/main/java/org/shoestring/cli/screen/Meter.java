package org.shoestring.cli.screen;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.shoestring.spec.Bytes;

/** Tells on stderr how far something long is, now and then, and what was done at its end. */
public final class Meter {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String what;
  private long bytes;
  private long told = System.nanoTime();

  public Meter(String what) {
    this.what = what;
  }

  /** Adds bytes that were worked on. */
  public void add(long more) {
    bytes += more;
    long now = System.nanoTime();
    if (now - told > PERIOD_NANOS) {
      told = now;
      end(Bytes.show(bytes) + " so far");
    }
  }

  /** Tells what was done. */
  public void end(String done) {
    Terminal.remark(what + ": " + done);
  }

  /** A stream that adds what is written to {@code out}. */
  public OutputStream over(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        super.out.write(buffer, offset, length);
        add(length);
      }

      @Override
      public void write(int b) throws IOException {
        super.out.write(b);
        add(1);
      }
    };
  }
}
