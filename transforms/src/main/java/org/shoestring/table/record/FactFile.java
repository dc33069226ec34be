package org.shoestring.table.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.tsv.TsvFormat;

/**
 * A small text of typed lines that is read whole: a manifest, a record, a claim. Somebody else may
 * have written it, so it has a largest size, and what is wrong in it is {@link BadDataException}
 * with its name and line.
 *
 * @param name of the file, for messages
 * @param cure what to do if it is wrong, for messages
 */
public record FactFile(String name, String text, String cure) {
  private static final String CHECK = "check";

  /** The largest such file: a manifest of about 100,000 shards, or 500,000 files. */
  public static final int MAX_BYTES = 64 << 20;

  /**
   * The text of an object; empty if there is none.
   *
   * @throws BadDataException if it is too large, or not UTF-8
   */
  public static Optional<FactFile> read(ObjectStore store, String object, String cure)
      throws IOException {
    String name = store.location() + "/" + object;
    byte[] bytes;
    try (InputStream in = store.open(object)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchObjectException e) {
      return Optional.empty();
    }
    if (bytes.length > MAX_BYTES) {
      throw new BadDataException(
          name + ": this file is larger than 64 MiB, the largest that it can be; " + cure);
    }
    return Optional.of(new FactFile(name, decode(name, bytes, cure), cure));
  }

  private static String decode(String name, byte[] bytes, String cure) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < buffer.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw BadDataException.at(name, line, "not UTF-8; " + cure);
    }
  }

  /**
   * The bytes of a text that is to be written, and read whole later.
   *
   * @throws UsageException if it is larger than what is read
   */
  public static byte[] bytes(String name, String text, String cure) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new UsageException(
          name
              + ": this file would have "
              + bytes.length
              + " bytes, but at most 64 MiB are allowed; "
              + cure);
    }
    return bytes;
  }

  /**
   * A text with a last line that shows whether it was altered: the hash of a name and of the text.
   *
   * @param name of the object within its folder: a text is not taken for that of another one
   * @param text whole lines
   */
  public static String sealed(String name, String text) {
    return text + TsvFormat.line(CHECK, hash(name, text));
  }

  /** Whether there is such a last line. */
  public boolean isSealed() {
    return text.endsWith("\n") && text.startsWith(CHECK + "\t", lastLine());
  }

  /** The lines before that last line; all if there is none. */
  public FactFile unsealed() {
    return isSealed() ? new FactFile(name, text.substring(0, lastLine()), cure) : this;
  }

  /**
   * Compares the text with its last line.
   *
   * @param sealedName of the object within its folder
   * @throws BadDataException if there is no such line, or it is that of another text
   */
  public void checkSeal(String sealedName) {
    String body = unsealed().text();
    int line = (int) body.chars().filter(c -> c == '\n').count();
    if (!isSealed()) {
      throw wrong(Math.max(1, line), "a line is missing: the last one must be '" + CHECK + "'");
    }
    if (!sealed(sealedName, body).equals(text)) {
      throw wrong(
          line + 1, "the lines above were altered: their hash is not the one of '" + CHECK + "'");
    }
  }

  /** The hash of a text, and of the name that it has. */
  static String hash(String name, String text) {
    return new Sha256().frame(name).frame(text).hex();
  }

  private int lastLine() {
    return text.lastIndexOf('\n', text.length() - 2) + 1;
  }

  /**
   * Gives each line to a reader.
   *
   * @throws BadDataException with the line, if the reader throws an {@link
   *     IllegalArgumentException}
   */
  public void forEach(Consumer<FactLine> reader) {
    int number = 0;
    int start = 0;
    while (start < text.length()) {
      number++;
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw wrong(number, "the line is cut short: " + Shown.quoted(text.substring(start)));
      }
      try {
        reader.accept(FactLine.parse(text.substring(start, end)));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw wrong(number, String.valueOf(e.getMessage()));
      }
      start = end + 1;
    }
  }

  /**
   * Compares the text with what this program would have written.
   *
   * @param lines each with its line feed
   * @throws BadDataException with the first line that is another
   */
  void checkLines(Iterator<String> lines) {
    int number = 0;
    int start = 0;
    while (lines.hasNext()) {
      number++;
      String line = lines.next();
      if (!text.startsWith(line, start)) {
        throw notAsWritten(number, start);
      }
      start += line.length();
    }
    if (start < text.length()) {
      throw notAsWritten(number + 1, start);
    }
  }

  private BadDataException notAsWritten(int number, int start) {
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    return wrong(number, Shown.quoted(line) + " is there twice, or in the wrong place");
  }

  /** The error of a line, counted from 1. */
  public BadDataException wrong(int line, String what) {
    return BadDataException.at(name, line, what + "; " + cure);
  }
}
