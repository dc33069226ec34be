package org.shoestring.store.remote;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Hashing;
import org.shoestring.bytes.Md5;
import org.shoestring.store.object.DamagedContentException;

/**
 * The hash of a whole object, as its store tells it.
 *
 * @param base64 of the bytes of the hash, a CRC's from the highest on
 */
public record ContentHash(Algorithm algorithm, String base64) {

  /** How it is computed. */
  public enum Algorithm {
    CRC32C,
    MD5
  }

  /** Computes the same of an object that arrives. */
  Arriving arriving() {
    return new Arriving();
  }

  /** The hash of what has arrived. */
  final class Arriving {
    private final @Nullable Checksum crc = algorithm == Algorithm.CRC32C ? new CRC32C() : null;
    private final @Nullable MessageDigest md5 = algorithm == Algorithm.MD5 ? Md5.digest() : null;

    void add(byte[] bytes, int offset, int length) {
      if (crc != null) {
        crc.update(bytes, offset, length);
      }
      if (md5 != null) {
        Hashing.update(md5, bytes, offset, length);
      }
    }

    /** Compares, once, when all has arrived. */
    void check() throws DamagedContentException {
      String computed = Base64.getEncoder().encodeToString(hash());
      if (!computed.equals(base64)) {
        throw new DamagedContentException(
            "the content was damaged on the way: its "
                + algorithm
                + " is "
                + computed
                + ", but the store's is "
                + base64,
            null);
      }
    }

    private byte[] hash() {
      return md5 != null
          ? md5.digest()
          : ByteBuffer.allocate(Integer.BYTES)
              .putInt(crc == null ? 0 : (int) crc.getValue())
              .array();
    }
  }
}
