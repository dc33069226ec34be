package org.shoestring.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, with which stores check what arrives. */
public final class Md5 {
  private Md5() {}

  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** Of a part of a file. */
  public static byte[] of(Path file, long offset, long length) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = FilePart.open(file, offset, length)) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        Hashing.update(digest, buffer, 0, count);
      }
    }
    return digest.digest();
  }

  /** A new one, of nothing yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
