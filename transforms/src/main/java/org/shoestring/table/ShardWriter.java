package org.shoestring.table;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.shoestring.bytes.Sha256;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.RowWriter;
import org.shoestring.tsv.TsvRow;

/**
 * Writes one shard: into a local spool first, then whole into the store under a name that carries
 * the hash of its bytes. Closing without {@link #finish} leaves nothing.
 */
public final class ShardWriter implements Closeable {
  private final Output output;
  private final String table;
  private final int unit;
  private final int piece;
  private final ObjectStore store;
  private final Path spool;
  private final Sha256 compressedSha256 = new Sha256();
  private final RowWriter rows;
  private boolean closed;

  ShardWriter(Output output, String table, int unit, int piece, boolean background)
      throws IOException {
    this.output = output;
    this.table = table;
    this.unit = unit;
    this.piece = piece;
    this.store = output.store();
    this.spool = store.newSpool();
    OutputStream file = new BufferedOutputStream(SpoolOutput.to(spool), 1 << 16);
    OutputStream hashed = compressedSha256.through(file);
    this.rows =
        background
            ? RowWriter.inBackground(hashed, output.codec(), output.level())
            : RowWriter.to(hashed, output.codec(), output.level());
  }

  public void write(TsvRow row) throws IOException {
    rows.write(row);
  }

  /** Writes the line in {@code bytes[from, to)}, which holds no line feed. */
  public void write(byte[] bytes, int from, int to) throws IOException {
    rows.write(bytes, from, to);
  }

  /** Lines written so far. */
  public long lines() {
    return rows.lines();
  }

  /** Raw bytes written so far. */
  public long raw() {
    return rows.raw();
  }

  /** Puts the shard into the store. */
  public WrittenShard finish() throws IOException {
    rows.close();
    closed = true;
    ShardFacts shard =
        new ShardFacts(
            output.folder(),
            table,
            ShardFacts.name(unit, piece, compressedSha256.hex(), output.codec()),
            rows.lines(),
            rows.raw(),
            Files.size(spool),
            rows.sha256(),
            rows.members());
    store.put(shard.stored().named(output.object(shard.object())), spool);
    return new WrittenShard(shard);
  }

  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        rows.close();
      }
    } finally {
      Files.deleteIfExists(spool);
    }
  }
}
