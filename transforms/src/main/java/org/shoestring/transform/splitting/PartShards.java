package org.shoestring.transform.splitting;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.record.WrittenShard;

/** Writes lines into as few shards as their bytes need, at least one, numbered from 0. */
final class PartShards implements Closeable {
  private final Output output;
  private final String table;
  private final long maxBytes;
  private final List<WrittenShard> finished = new ArrayList<>();
  private ShardWriter writer;

  PartShards(Output output, String table, long maxBytes) throws IOException {
    this.output = output;
    this.table = table;
    this.maxBytes = maxBytes;
    this.writer = output.newShard(table, 0, 0);
  }

  /** Writes the line in {@code bytes[from, to)}, which holds no line feed. */
  void write(byte[] bytes, int from, int to) throws IOException {
    if (writer.lines() > 0 && writer.raw() + (to - from) + 1 > maxBytes) {
      finished.add(writer.finish());
      writer.close();
      writer = output.newShard(table, finished.size(), 0);
    }
    writer.write(bytes, from, to);
  }

  /** Ends the last shard, and returns all. */
  List<WrittenShard> finish() throws IOException {
    finished.add(writer.finish());
    return finished;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
