package org.shoestring.bytes;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal, of bytes or of framed texts. */
public final class Sha256 {
  private final MessageDigest digest = newDigest();

  /** A JDK without SHA-256 breaks the platform's own specification. */
  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hash of a file's bytes, 64 digits. */
  public static String ofFile(Path file) throws IOException {
    Sha256 sha256 = new Sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        sha256.update(buffer, 0, count);
      }
    }
    return sha256.hex();
  }

  public Sha256 update(byte[] bytes, int offset, int length) {
    Hashing.update(digest, bytes, offset, length);
    return this;
  }

  /** An output that adds to this hash whatever it passes on to {@code out}. */
  public OutputStream through(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        digest.update((byte) b);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        update(bytes, from, length);
      }
    };
  }

  /**
   * Adds a text behind its length, so that no two lists of texts run together to the same bytes.
   */
  public Sha256 frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (bytes.length >>> shift));
    }
    digest.update(bytes);
    return this;
  }

  /** The first 64 bits of the hash of all that was added; this object starts anew. */
  public long first64() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** The hash of all that was added, 64 digits; this object starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
