package org.shoestring.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.codec.Members;

/** Encodes a {@link Shard}: what is known of it, not its lines. Deterministic. */
public final class ShardCoder extends AtomicCoder<Shard> {
  private static final long serialVersionUID = 1;
  private static final ShardCoder INSTANCE = new ShardCoder();
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final VarIntCoder INT = VarIntCoder.of();

  private ShardCoder() {}

  public static ShardCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Shard shard, OutputStream out) throws IOException {
    TEXT.encode(shard.folder(), out);
    TEXT.encode(shard.table(), out);
    INT.encode(shard.place(), out);
    TEXT.encode(shard.name(), out);
    LONG.encode(shard.lines(), out);
    LONG.encode(shard.raw(), out);
    LONG.encode(shard.compressed(), out);
    TEXT.encode(shard.sha256(), out);
    TEXT.encode(shard.members().toString(), out);
  }

  @Override
  public Shard decode(InputStream in) throws IOException {
    return new Shard(
        TEXT.decode(in),
        TEXT.decode(in),
        INT.decode(in),
        TEXT.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        TEXT.decode(in),
        Members.parse(TEXT.decode(in)));
  }
}
