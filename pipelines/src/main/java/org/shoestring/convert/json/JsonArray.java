package org.shoestring.convert.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.convert.Problem;
import org.shoestring.convert.TextFile;
import org.shoestring.spec.Shown;

/**
 * The elements of one JSON array that is a whole file. Each is cut out by its brackets and quotes
 * alone, so that memory holds one at a time, and a bad one is set aside like a bad line.
 */
final class JsonArray implements JsonTexts {
  private final String name;
  private final InputStream in;
  private byte[] element = new byte[1 << 12];
  private int length;
  private boolean tooLong;
  private boolean begun;
  private boolean ended;
  private long line = 1;
  private long elementLine = 1;

  /**
   * The elements of an array.
   *
   * @param plain its bytes; closed with this
   */
  JsonArray(InputStream plain, String name) {
    this.name = name;
    this.in = new BufferedInputStream(plain, 1 << 16);
  }

  /** The next byte; -1 at the end. */
  private int read() throws IOException {
    try {
      int b = in.read();
      line += b == '\n' ? 1 : 0;
      return b;
    } catch (CorruptException e) {
      throw BadDataException.at(name, line, e.withCure());
    }
  }

  private int readNonBlank() throws IOException {
    int b = read();
    while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      b = read();
    }
    return b;
  }

  @Override
  public boolean next() throws IOException {
    if (ended) {
      return false;
    }
    int b = readNonBlank();
    if (!begun) {
      begun = true;
      while (b != '[') {
        b = read(); // A byte order mark may stand before it.
      }
      b = readNonBlank();
      if (b == ']') {
        finish();
        return false;
      }
    }
    readElement(b);
    return true;
  }

  /** Reads an element with the comma or bracket behind it. */
  private void readElement(int first) throws IOException {
    length = 0;
    tooLong = false;
    elementLine = line;
    int depth = 0;
    boolean quoted = false;
    boolean escaped = false;
    int b = first;
    while (true) {
      if (b < 0) {
        throw BadDataException.at(
            name, line, "the array has no closing ']'; the file is truncated");
      }
      if (quoted) {
        add(b);
        quoted = b != '"' || escaped;
        escaped = b == '\\' && !escaped;
      } else if (depth == 0 && b == ']') {
        finish();
        return;
      } else if (depth == 0 && b == ',') {
        return;
      } else {
        depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
        quoted = b == '"';
        add(b);
      }
      b = read();
    }
  }

  private void add(int b) {
    if (length == LineReader.MAX_LINE_BYTES) {
      tooLong = true;
      length = 0;
    }
    if (length == element.length) {
      element = Arrays.copyOf(element, 2 * length);
    }
    element[length++] = (byte) b;
  }

  private void finish() throws IOException {
    ended = true;
    int more = readNonBlank();
    if (more >= 0) {
      throw BadDataException.at(
          name,
          line,
          Shown.quoted(Character.toString(more))
              + " comes after the array; a file must be one array, or one object per line");
    }
  }

  @Override
  public byte[] bytes() {
    return element;
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int end() {
    return length;
  }

  @Override
  public @Nullable Problem problem() {
    if (tooLong) {
      return new Problem("too_long", "longer than 16 MiB, the longest that a table can hold");
    }
    return Utf8.isValid(element, 0, length) ? null : TextFile.invalidUtf8();
  }

  @Override
  public long line() {
    return elementLine;
  }

  @Override
  public String escaped() {
    return Utf8.escaped(element, 0, length).replace("\n", "\\n").replace("\r", "\\r");
  }

  @Override
  public String file() {
    return name;
  }

  @Override
  public String form() {
    return "be one array of objects";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
