package org.shoestring.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * One of several streams that share a sink, which gets whole lines of each: of those that print at
 * the same time, none breaks a line of another one.
 */
final class WholeLines implements OutputPump.Sink {
  /** What is longer is not waited for. */
  static final int LONGEST = 1 << 16;

  private final OutputPump.Sink to;
  private final Object turn;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /**
   * A stream.
   *
   * @param turn the same for all that share the sink
   */
  WholeLines(OutputPump.Sink to, Object turn) {
    this.to = to;
    this.turn = turn;
  }

  @Override
  public void take(byte[] bytes, int length) throws IOException, InterruptedException {
    int end = length;
    while (end > 0 && bytes[end - 1] != '\n' && bytes[end - 1] != '\r') {
      end--;
    }
    if (end > 0) {
      begun.write(bytes, 0, end);
      pass();
    }
    begun.write(bytes, end, length - end);
    if (begun.size() > LONGEST) {
      pass();
    }
  }

  /** Passes on what has no line end, when the stream has ended. */
  void end() throws IOException, InterruptedException {
    if (begun.size() > 0) {
      pass();
    }
  }

  private void pass() throws IOException, InterruptedException {
    byte[] lines = begun.toByteArray();
    begun.reset();
    synchronized (turn) {
      to.take(lines, lines.length);
    }
  }
}
