package org.shoestring.transform;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.util.VarInt;
import org.shoestring.tsv.TsvRow;

/** Encodes a {@link TsvRow} as the bytes of its line behind their number. Deterministic. */
public final class TsvRowCoder extends AtomicCoder<TsvRow> {
  private static final long serialVersionUID = 1;
  private static final TsvRowCoder INSTANCE = new TsvRowCoder();

  private TsvRowCoder() {}

  public static TsvRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TsvRow row, OutputStream out) throws IOException {
    VarInt.encode(row.length(), out);
    out.write(row.bytes(), row.start(), row.length());
  }

  @Override
  public TsvRow decode(InputStream in) throws IOException {
    byte[] line = new byte[VarInt.decodeInt(in)];
    if (in.readNBytes(line, 0, line.length) < line.length) {
      throw new EOFException("a row ends early");
    }
    return TsvRow.parse(line);
  }
}
