package org.shoestring.transform.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.importing.ImportTable;

/**
 * Writes lines that have no unit of their own, into shards of about {@link
 * ImportTable#SHARD_BYTES}.
 */
final class RollingShards implements Closeable {
  private final Output output;
  private final List<WrittenShard> shards = new ArrayList<>();
  private @Nullable ShardWriter writer;

  RollingShards(Output output) {
    this.output = output;
  }

  /** Writes lines that each end with a line feed. */
  void writeAll(byte[] lines) throws IOException {
    int start = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        write(lines, start, i);
        start = i + 1;
      }
    }
  }

  /** Writes the line in {@code bytes[from, to)}, which holds no line feed. */
  void write(byte[] bytes, int from, int to) throws IOException {
    ShardWriter open = writer;
    if (open == null) {
      open = output.newShard(TableName.MAIN, 0, 0);
      writer = open;
    }
    open.write(bytes, from, to);
    if (open.raw() >= ImportTable.SHARD_BYTES) {
      shards.add(open.finish());
      close();
    }
  }

  /** Ends the last shard, and returns all. */
  List<WrittenShard> finish() throws IOException {
    if (writer != null) {
      shards.add(writer.finish());
      close();
    }
    return shards;
  }

  /** Gives up a shard that is not finished. */
  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
