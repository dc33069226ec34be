package org.shoestring.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.codec.Members;

/** Encodes a {@link Shard}: what is known of it, not its lines. Deterministic. */
public abstract class ShardCoder<S extends Shard> extends AtomicCoder<S> {
  private static final long serialVersionUID = 1;
  private static final StringUtf8Coder TEXT = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final VarIntCoder INT = VarIntCoder.of();

  /** Stands for the place of a shard that has none yet. */
  private static final int WRITTEN = -1;

  private final Class<S> type;

  private ShardCoder(Class<S> type) {
    this.type = type;
  }

  /** Of shards of both kinds. */
  public static ShardCoder<Shard> any() {
    return Any.INSTANCE;
  }

  /** Of shards that workers have written. */
  public static ShardCoder<WrittenShard> written() {
    return Written.INSTANCE;
  }

  /** Of shards of committed tables. */
  public static ShardCoder<CommittedShard> committed() {
    return Committed.INSTANCE;
  }

  private static final class Any extends ShardCoder<Shard> {
    private static final long serialVersionUID = 1;
    private static final Any INSTANCE = new Any();

    Any() {
      super(Shard.class);
    }
  }

  private static final class Written extends ShardCoder<WrittenShard> {
    private static final long serialVersionUID = 1;
    private static final Written INSTANCE = new Written();

    Written() {
      super(WrittenShard.class);
    }
  }

  private static final class Committed extends ShardCoder<CommittedShard> {
    private static final long serialVersionUID = 1;
    private static final Committed INSTANCE = new Committed();

    Committed() {
      super(CommittedShard.class);
    }
  }

  @Override
  public void encode(S shard, OutputStream out) throws IOException {
    TEXT.encode(shard.folder(), out);
    TEXT.encode(shard.table(), out);
    INT.encode(shard instanceof CommittedShard committed ? committed.place() : WRITTEN, out);
    TEXT.encode(shard.name(), out);
    LONG.encode(shard.lines(), out);
    LONG.encode(shard.raw(), out);
    LONG.encode(shard.compressed(), out);
    TEXT.encode(shard.sha256(), out);
    TEXT.encode(shard.members().toString(), out);
  }

  @Override
  public S decode(InputStream in) throws IOException {
    String folder = TEXT.decode(in);
    String table = TEXT.decode(in);
    int place = INT.decode(in);
    ShardFacts facts =
        new ShardFacts(
            folder,
            table,
            TEXT.decode(in),
            LONG.decode(in),
            LONG.decode(in),
            LONG.decode(in),
            TEXT.decode(in),
            Members.parse(TEXT.decode(in)));
    Shard shard = place == WRITTEN ? new WrittenShard(facts) : new CommittedShard(place, facts);
    if (!type.isInstance(shard)) {
      throw new CoderException(shard.object() + " is no " + type.getSimpleName());
    }
    return type.cast(shard);
  }
}
