package org.shoestring.tsv.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.shoestring.bytes.CorruptException;

/** Reads bzip2 streams, each in one call. */
final class Bzip2Decoder implements MemberDecoder {
  private byte[] raw = new byte[MemberSize.BYTES + 4096];

  @Override
  public int decode(byte[] compressed, int length) throws CorruptException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(compressed, 0, length);
    int count = 0;
    try (InputStream stream = new BZip2CompressorInputStream(bytes)) {
      while (true) {
        if (count == raw.length) {
          if (count >= MemberSize.MAX_BYTES) {
            throw new CorruptException(
                "a bzip2 stream holds more than " + MemberSize.MAX_BYTES + " bytes");
          }
          raw = Arrays.copyOf(raw, Math.min(MemberSize.MAX_BYTES, 2 * count));
        }
        int read = stream.read(raw, count, raw.length - count);
        if (read < 0) {
          break;
        }
        count += read;
      }
    } catch (CorruptException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // commons-compress reports some damage by index errors.
      throw new CorruptException("a bzip2 stream is damaged: " + e.getMessage(), e);
    }
    if (bytes.available() > 0) {
      throw new CorruptException("the manifest says that a bzip2 stream ends here, but none does");
    }
    return count;
  }

  @Override
  public byte[] raw() {
    return raw;
  }

  @Override
  public void close() {}
}
