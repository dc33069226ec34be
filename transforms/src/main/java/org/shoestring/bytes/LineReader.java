package org.shoestring.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a text that others wrote, as views of bytes: split at {@code \n} only, one {@code \r} at
 * the end of a line dropped, a byte order mark at the start dropped.
 *
 * <p>A line of more than {@link #MAX_LINE_BYTES} is told as too long and its rest passed over, so
 * that memory stays flat whatever comes.
 */
public final class LineReader implements Closeable {
  /** The longest line that a table holds: 16 MiB. */
  public static final int MAX_LINE_BYTES = 1 << 24;

  private static final int BLOCK = 1 << 18;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private byte[] buffer = new byte[BLOCK];
  private int position;
  private int limit;
  private boolean ended;
  private int lineStart;
  private int lineEnd;
  private int tabs;
  private boolean tooLong;
  private long consumed;
  private long line;

  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * A reader that goes on where another one was.
   *
   * @param consumed raw bytes to pass over, as {@link #consumed} told them
   * @param line the lines in them
   * @throws CorruptException if they are not as many whole lines
   */
  public static LineReader resume(InputStream in, long consumed, long line) throws IOException {
    LineReader reader = new LineReader(in);
    byte[] buffer = reader.buffer;
    long left = consumed;
    long ends = 0;
    byte last = '\n';
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new CorruptException(
            "ends after " + (consumed - left) + " bytes; " + consumed + " were read before");
      }
      for (int i = 0; i < count; i++) {
        ends += buffer[i] == '\n' ? 1 : 0;
      }
      last = count == 0 ? last : buffer[count - 1];
      left -= count;
    }
    if (ends != line || last != '\n') {
      throw new CorruptException(
          "line "
              + line
              + " ended at byte "
              + consumed
              + " when the file was read before; now "
              + (last == '\n' ? "line " + ends + " does" : "no line ends there"));
    }
    reader.consumed = consumed;
    reader.line = line;
    return reader;
  }

  /** Moves to the next line; false at the end. */
  public boolean next() throws IOException {
    if (line == 0 && consumed == 0) {
      dropByteOrderMark();
    }
    int at = position;
    tabs = 0;
    while (true) {
      at = findEnd(at);
      if (at < limit) {
        endLine(at, at + 1);
        return true;
      }
      if (at - position > MAX_LINE_BYTES + 1) { // One may be a carriage return.
        passOver();
        return true;
      }
      at -= position;
      if (!fill()) {
        if (position == limit) {
          return false;
        }
        endLine(limit, limit);
        return true;
      }
      at += position;
    }
  }

  /** The place of the next line feed, or the limit; counts tabs on the way. */
  private int findEnd(int from) {
    byte[] bytes = buffer;
    int end = limit;
    int at = Separators.next(bytes, from, end);
    while (at < end && bytes[at] != '\n') {
      tabs++;
      at = Separators.next(bytes, at + 1, end);
    }
    return at;
  }

  private void endLine(int end, int next) {
    lineStart = position;
    lineEnd = end > position && buffer[end - 1] == '\r' ? end - 1 : end;
    tooLong = lineEnd - lineStart > MAX_LINE_BYTES;
    if (tooLong) {
      lineEnd = lineStart + BLOCK;
    }
    consumed += next - position;
    position = next;
    line++;
  }

  /** Keeps the first block of a line that is too long, and reads on to its end. */
  private void passOver() throws IOException {
    byte[] head = Arrays.copyOfRange(buffer, position, position + BLOCK);
    consumed += limit - position;
    position = limit;
    int at = position;
    boolean found = false;
    while (!found && fill()) {
      at = position;
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      found = at < limit;
      int next = found ? at + 1 : at;
      consumed += next - position;
      position = next;
    }
    // What follows the line moves behind its head.
    byte[] rest = Arrays.copyOfRange(buffer, position, limit);
    buffer = Arrays.copyOf(head, head.length + Math.max(rest.length, BLOCK));
    System.arraycopy(rest, 0, buffer, head.length, rest.length);
    lineStart = 0;
    lineEnd = head.length;
    position = head.length;
    limit = head.length + rest.length;
    tooLong = true;
    line++;
  }

  /** Moves what is unread to the front and reads more behind it; false if there is no more. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    Interrupts.check();
    if (position > 0) { // Small reads of a long line would copy it again and again.
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * limit);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
      return false;
    }
    limit += count;
    return true;
  }

  /** Reads no further than it must: a program may print a short line and then wait. */
  private void dropByteOrderMark() throws IOException {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if ((position + i == limit && !fill()) || buffer[position + i] != BYTE_ORDER_MARK[i]) {
        return;
      }
    }
    position += BYTE_ORDER_MARK.length;
    consumed += BYTE_ORDER_MARK.length;
  }

  /** The number of the current line, counted from 1. */
  public long line() {
    return line;
  }

  /** The raw bytes up to the end of the current line, its line feed included. */
  public long consumed() {
    return consumed;
  }

  /** Bytes behind the current line that were read from the input already. */
  public int buffered() {
    return limit - position;
  }

  /** The array that {@link #start} and {@link #end} point into, valid until {@link #next}. */
  public byte[] bytes() {
    return buffer;
  }

  public int start() {
    return lineStart;
  }

  public int end() {
    return lineEnd;
  }

  /** How many tabs the line holds. */
  public int tabs() {
    return tabs;
  }

  /** Whether the line is longer than a table holds; the view is then only its first 256 KiB. */
  public boolean isTooLong() {
    return tooLong;
  }

  /** Whether the line is well-formed UTF-8. */
  public boolean isValidUtf8() {
    return Utf8.isValid(buffer, lineStart, lineEnd);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
