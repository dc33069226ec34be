package org.shoestring.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.shoestring.tsv.Row;

/** Encodes a {@link Row} as the bytes of its line. Deterministic. */
public final class RowCoder extends AtomicCoder<Row> {
  private static final long serialVersionUID = 1;
  private static final RowCoder INSTANCE = new RowCoder();
  private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

  private RowCoder() {}

  public static RowCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Row row, OutputStream out) throws IOException {
    Row own = row.copy();
    BYTES.encode(own.bytes(), out);
  }

  @Override
  public Row decode(InputStream in) throws IOException {
    return Row.parse(BYTES.decode(in));
  }
}
