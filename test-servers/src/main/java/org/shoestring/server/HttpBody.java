package org.shoestring.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies the body of a message up to its end, byte for byte, chunks and trailers included. */
public final class HttpBody {
  private HttpBody() {}

  /** The body of a request, which has none unless it says so. */
  public static void copyRequest(HttpHead request, InputStream in, OutputStream out)
      throws IOException {
    if (request.isChunked()) {
      copyChunks(in, out);
    } else {
      copy(in, out, request.length().orElse(0L));
    }
  }

  /**
   * The body of an answer.
   *
   * @return false if only the end of the connection was its end
   */
  public static boolean copyAnswer(HttpHead answer, InputStream in, OutputStream out)
      throws IOException {
    if (answer.isChunked()) {
      copyChunks(in, out);
    } else if (answer.length().isPresent()) {
      copy(in, out, answer.length().get());
    } else {
      in.transferTo(out);
      return false;
    }
    return true;
  }

  private static void copyChunks(InputStream in, OutputStream out) throws IOException {
    long length;
    do {
      String size = copyLine(in, out);
      length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
      copy(in, out, length);
      if (length > 0) {
        copyLine(in, out);
      }
    } while (length > 0);
    while (!copyLine(in, out).isEmpty()) {
      // A trailer.
    }
  }

  private static String copyLine(InputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b;
    do {
      b = in.read();
      if (b < 0) {
        throw new EOFException("a chunk without an end");
      }
      line.write(b);
    } while (b != '\n');
    line.writeTo(out);
    return line.toString(ISO_8859_1).strip();
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[1 << 14];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException(left + " of " + length + " bytes of a body are missing");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
