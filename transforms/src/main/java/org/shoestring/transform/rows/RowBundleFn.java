package org.shoestring.transform.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Utf8;
import org.shoestring.table.Output;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.codec.MemberSize;

/**
 * Writes the rows of a bundle as a shard; a small bundle, since some runners make one a key, goes
 * on as blocks of lines instead, to be written together with others.
 */
final class RowBundleFn extends DoFn<TsvRow, WrittenShard> {
  private static final long serialVersionUID = 1;

  /** The blocks of small bundles, with the number of the group that they are written with. */
  static final TupleTag<KV<Integer, byte[]>> SMALL = new TupleTag<>("small") {};

  /** The shards of large bundles. */
  static final TupleTag<WrittenShard> LARGE = new TupleTag<>("large") {};

  private static final int GROUPS = 16;
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int MOST_SHOWN_BYTES = 100;
  private static final int SMALL_BUNDLE_BYTES = 1 << 22;
  private static final Counter WRITTEN = Metrics.counter(TsvIO.class, "rows written");

  private final Output output;
  private final Columns columns;
  private transient List<byte[]> blocks = new ArrayList<>();
  private transient ByteArrayOutputStream block = new ByteArrayOutputStream();
  private transient @Nullable RollingShards shards;

  RowBundleFn(Output output, Columns columns) {
    this.output = output;
    this.columns = columns;
  }

  @StartBundle
  public void startBundle() throws IOException {
    giveUp();
    blocks = new ArrayList<>();
    block = new ByteArrayOutputStream();
  }

  @ProcessElement
  public void process(@Element TsvRow row) throws IOException {
    check(row);
    WRITTEN.inc();
    if (shards != null) {
      shards.write(row.bytes(), row.start(), row.end());
      return;
    }
    block.write(row.bytes(), row.start(), row.length());
    block.write('\n');
    if (block.size() >= BLOCK_BYTES) {
      endBlock();
      if (blocks.size() >= SMALL_BUNDLE_BYTES / BLOCK_BYTES) {
        RollingShards opened = new RollingShards(output);
        shards = opened;
        for (byte[] lines : blocks) {
          opened.writeAll(lines);
        }
        blocks.clear();
      }
    }
  }

  private void check(TsvRow row) {
    String problem = null;
    if (row.size() != columns.size()) {
      problem = "has " + row.size() + " columns, expected " + columns.size() + " (" + columns + ")";
    } else if (!Utf8.isValid(row.bytes(), row.start(), row.end())) {
      problem = "has invalid UTF-8";
    } else if (row.length() > MemberSize.MAX_ROW_BYTES) {
      problem = "is longer than the " + MemberSize.MAX_ROW_BYTES + " bytes that a row can have";
    }
    if (problem != null) {
      int end = Math.min(row.end(), row.start() + MOST_SHOWN_BYTES);
      String text = Utf8.escaped(row.bytes(), row.start(), end);
      throw new BadDataException(
          "TsvIO.write() to "
              + output.folder()
              + ": a row "
              + problem
              + ": '"
              + text
              + (end < row.end() ? "...' (" + row.length() + " bytes)" : "'"));
    }
  }

  private void endBlock() {
    if (block.size() > 0) {
      blocks.add(block.toByteArray());
      block.reset();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    if (shards != null) {
      for (WrittenShard shard : shards.finish()) {
        context.output(LARGE, shard, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      }
      shards = null;
      return;
    }
    endBlock();
    for (byte[] lines : blocks) {
      KV<Integer, byte[]> small = KV.of(Math.floorMod(Arrays.hashCode(lines), GROUPS), lines);
      context.output(SMALL, small, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    blocks.clear();
  }

  /** Leaves nothing of a bundle that failed. */
  @Teardown
  public void giveUp() throws IOException {
    if (shards != null) {
      shards.close();
      shards = null;
    }
  }
}
