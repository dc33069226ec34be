package org.shoestring.server.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Length and hashes of a content, as Google writes them: base64, the CRC big-endian. */
record GcsDigest(long size, String md5, String crc32c) {

  static GcsDigest of(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        crc.update(buffer, 0, count);
        md5.update(buffer, 0, count);
      }
    }
    return new GcsDigest(
        Files.size(file),
        base64(md5.digest()),
        base64(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Refuses what is not what its writer said. */
  void check(JsonObject described) throws GcsRefusal {
    check("MD5 hash", described, "md5Hash", md5);
    check("CRC32C", described, "crc32c", crc32c);
  }

  private static void check(String what, JsonObject described, String field, String calculated)
      throws GcsRefusal {
    String provided = described.has(field) ? described.get(field).getAsString() : calculated;
    if (!provided.equals(calculated)) {
      throw GcsRefusal.invalid(
          "Provided %s \"%s\" doesn't match calculated %s \"%s\"."
              .formatted(what, provided, what, calculated));
    }
  }
}
