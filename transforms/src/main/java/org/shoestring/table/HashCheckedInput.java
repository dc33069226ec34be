package org.shoestring.table;

import java.io.IOException;
import java.io.InputStream;
import org.shoestring.bytes.BulkInput;
import org.shoestring.bytes.Sha256;
import org.shoestring.tsv.RowReader;

/** Fails when the last of the expected bytes was read and their hash is not the expected one. */
final class HashCheckedInput extends BulkInput {
  private final InputStream in;
  private final Sha256 sha256 = new Sha256();
  private final String expected;
  private final String name;
  private final RowReader.Damage damage;
  private long left;

  /**
   * @param length how many bytes are expected
   * @param expected the first digits of their SHA-256
   */
  HashCheckedInput(
      InputStream in, long length, String expected, String name, RowReader.Damage damage) {
    this.in = in;
    this.left = length;
    this.expected = expected;
    this.name = name;
    this.damage = damage;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      sha256.update(bytes, offset, count);
      left -= count;
      if (left == 0 && !sha256.hex().startsWith(expected)) {
        throw damage.error(
            name + ": the shard was altered: its bytes do not have the hash of its name", null);
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
