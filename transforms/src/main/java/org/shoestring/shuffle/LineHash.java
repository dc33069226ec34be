package org.shoestring.shuffle;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.shoestring.tsv.TsvRow;

/**
 * The 128-bit hash of chosen fields of a row: XXH3 of the fields joined by tabs, which no field
 * holds. Of a billion different lines, the chance that any two have one hash is below 10^-20.
 */
public final class LineHash {
  /** The bytes of a hash. */
  public static final int BYTES = 16;

  private static final Hasher128 XXH3 = Hashing.xxh3_128();

  private final int[] fields;
  private final boolean adjacent;
  private final byte[] bytes = new byte[BYTES];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

  /** The hash of these fields of rows. */
  public LineHash(int... fields) {
    this.fields = fields.clone();
    this.adjacent = IntStream.range(1, fields.length).allMatch(i -> fields[i] == fields[i - 1] + 1);
  }

  /** The hash of the fields, joined by tabs, in {@code bytes[from, to)}. */
  public static HashValue128 ofLine(byte[] bytes, int from, int to) {
    return XXH3.hashBytesTo128Bits(bytes, from, to - from);
  }

  /** The hash, big-endian, valid until the next one. */
  public byte[] of(TsvRow row) {
    HashValue128 hash = value(row);
    buffer.putLong(0, hash.getMostSignificantBits());
    buffer.putLong(Long.BYTES, hash.getLeastSignificantBits());
    return bytes;
  }

  /** The hash as a value of its own. */
  public HashValue128 value(TsvRow row) {
    TsvRow chosen = adjacent ? row : row.select(fields);
    int from = adjacent ? row.start(fields[0]) : chosen.start();
    int to = adjacent ? row.end(fields[fields.length - 1]) : chosen.end();
    return ofLine(chosen.bytes(), from, to);
  }
}
