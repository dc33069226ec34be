package org.shoestring.tsv.foreign;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;

/**
 * A file that others wrote: compressed by any {@link Compression} or plain, told by its content
 * rather than by its name.
 */
public final class ForeignFile {
  /** What is looked at to tell text from what is none. */
  private static final int HEAD_BYTES = 8000;

  private static final int FIRST_LINE_BYTES = 512;

  private ForeignFile() {}

  /**
   * The raw bytes of a file, whatever they are.
   *
   * @param stored its bytes as they are stored; closed with the result
   * @param name an empty file whose name says that it is compressed is refused, also one that ends
   *     in the bytes that tell its format
   */
  public static InputStream decompress(InputStream stored, String name) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, 1 << 16);
    byte[] head = new byte[6];
    int length = begin(in, head);
    Optional<Compression> compression = Compression.ofContent(head, length);
    if (compression.isPresent()) {
      return open(compression.get(), in, name);
    }
    Optional<Compression> named = Compression.ofFile(name);
    if (named.isPresent() && length == 0) {
      in.close();
      throw new CorruptException("the file is empty, so it is not a compressed file");
    }
    if (named.isPresent() && length < head.length && named.get().begins(head, length, false)) {
      in.close();
      throw new CorruptException("the file ends in its header; it is truncated");
    }
    return in;
  }

  /**
   * The text in a file.
   *
   * @param name for messages, and for what its ending tells
   * @throws BadDataException if it is of a known format that is no text: an archive, UTF-16
   */
  public static InputStream text(InputStream stored, String name) throws IOException {
    InputStream raw = decompress(stored, name);
    try {
      byte[] head = head(raw);
      Optional<String> other = OtherFormat.of(head, head.length, name);
      if (other.isPresent()) {
        throw new BadDataException(name + ": " + other.get());
      }
      return new SequenceInputStream(new ByteArrayInputStream(head), raw);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static InputStream open(Compression compression, InputStream in, String name)
      throws IOException {
    try {
      return compression.open(in);
    } catch (LinkageError e) {
      in.close();
      throw new BadDataException(
          name
              + ": "
              + compression.token()
              + " files cannot be read on this machine, because a library does not load ("
              + e.getMessage()
              + "); compress it with gzip instead",
          e);
    }
  }

  /** Reads no further than it must: a program may print a short line and then wait. */
  private static int begin(BufferedInputStream in, byte[] head) throws IOException {
    in.mark(head.length);
    int length = 0;
    while (length < head.length && Compression.mayBe(head, length)) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head[length++] = (byte) next;
    }
    in.reset();
    return length;
  }

  /** The first line if it is short, or more if that may be no text. */
  private static byte[] head(InputStream raw) throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    boolean line = false;
    boolean odd = false;
    while (length < head.length && (odd || (!line && length < FIRST_LINE_BYTES))) {
      int count = raw.read(head, length, head.length - length);
      if (count < 0) {
        break;
      }
      for (int end = length + count; length < end; length++) {
        line |= head[length] == '\n';
        odd |= head[length] == 0 || (head[length] & 0xff) >= 0xf8;
      }
    }
    return Arrays.copyOf(head, length);
  }
}
