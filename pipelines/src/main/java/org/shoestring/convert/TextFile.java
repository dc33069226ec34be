package org.shoestring.convert;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.tsv.foreign.ForeignFile;

/** The lines of a file that others wrote, compressed or not. */
public final class TextFile implements Closeable {
  private final String name;
  private final LineReader lines;

  /**
   * Opens a file.
   *
   * @param stored its bytes; closed with this
   * @param name for messages, and for what its ending tells
   */
  public TextFile(InputStream stored, String name) throws IOException {
    this.name = name;
    this.lines = new LineReader(decompress(stored, name));
  }

  private TextFile(String name, LineReader lines) {
    this.name = name;
    this.lines = lines;
  }

  /** The lines of a file whose bytes are decompressed already. */
  public static TextFile ofPlain(InputStream plain, String name) {
    return new TextFile(name, new LineReader(plain));
  }

  public static InputStream decompress(InputStream stored, String name) throws IOException {
    try {
      return ForeignFile.text(stored, name);
    } catch (CorruptException e) {
      throw new BadDataException(name + ": " + e.withCure(), e);
    }
  }

  public boolean next() throws IOException {
    try {
      return lines.next();
    } catch (CorruptException e) {
      throw BadDataException.at(name, lines.line() + 1, e.withCure());
    }
  }

  /** Why the line cannot be text; null if it can. */
  public @Nullable Problem problem() {
    if (lines.isTooLong()) {
      return new Problem("too_long", "longer than 16 MiB, the longest that a table can hold");
    }
    return lines.isValidUtf8() ? null : invalidUtf8();
  }

  public static Problem invalidUtf8() {
    return new Problem("utf8", "invalid UTF-8; " + Utf8.CURE);
  }

  public String name() {
    return name;
  }

  public LineReader lines() {
    return lines;
  }

  byte[] bytes() {
    return Arrays.copyOfRange(lines.bytes(), lines.start(), lines.end());
  }

  public String escaped() {
    return Utf8.escaped(lines.bytes(), lines.start(), lines.end());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
