package org.shoestring.shuffle.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shoestring.bytes.Varint;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.EvenCuts;

/**
 * Packs records into blocks and sends them to groups, as the {@link BlockExchange} of the pipeline
 * has it: as elements, or into a local file with one element a group.
 */
public abstract class BlockWriter {
  private final Buckets buckets;
  private final Receiver receiver;
  private final Arena arena;

  /** Takes what goes to a group. */
  public interface Receiver {
    void blocks(int group, Blocks blocks);
  }

  private BlockWriter(Buckets buckets, Receiver receiver) {
    this.buckets = buckets;
    this.receiver = receiver;
    this.arena = new Arena(buckets.count(), Arena.MAX_BYTES, this::block);
  }

  /** A writer for one worker of a pipeline. */
  public static BlockWriter of(BlockSettings settings, Buckets buckets, Receiver receiver)
      throws IOException {
    return switch (settings.exchange()) {
      case GROUP_BY_KEY -> new ToElements(buckets, receiver);
      case LOCAL_FILES -> {
        String name = settings.spillName();
        Spill spill = Spill.named(name, settings.spillFolder());
        yield new ToSpill(buckets, receiver, name, spill);
      }
    };
  }

  /** A writer into a spill of the caller's own. */
  static BlockWriter into(Spill spill, Buckets buckets, Receiver receiver) {
    return new ToSpill(buckets, receiver, "", spill);
  }

  /** Takes a copy of the record {@code bytes[from, to)}. */
  public final void add(int bucket, long number, byte[] bytes, int from, int to)
      throws IOException {
    arena.add(bucket, number, bytes, from, to);
  }

  /** Sends what is left; nothing can be added any more. */
  public void finish() throws IOException {
    arena.finish();
  }

  abstract void block(int bucket, long first, byte[] compressed, int length) throws IOException;

  final int group(int bucket) {
    return buckets.group(bucket);
  }

  final void send(int group, Blocks blocks) {
    receiver.blocks(group, blocks);
  }

  private static final class ToElements extends BlockWriter {
    private final List<Block> collected = new ArrayList<>();
    private int group;
    private int size;

    ToElements(Buckets buckets, Receiver receiver) {
      super(buckets, receiver);
    }

    @Override
    void block(int bucket, long first, byte[] compressed, int length) {
      int parts = Math.max(1, (int) EvenCuts.ceilDiv(length, Block.MAX_PART_BYTES));
      for (int part = 0; part < parts; part++) {
        int from = part * Block.MAX_PART_BYTES;
        int to = Math.min(length, from + Block.MAX_PART_BYTES);
        byte[] bytes = Arrays.copyOfRange(compressed, from, to);
        collect(group(bucket), new Block(bucket, first, part, parts, bytes));
      }
    }

    /** Blocks come in the order of their buckets, so those of a group come together. */
    private void collect(int of, Block block) {
      int length = block.packed().length;
      if (of != group || size + length > BlockList.MAX_BYTES) {
        sendCollected();
      }
      group = of;
      collected.add(block);
      size += length;
    }

    private void sendCollected() {
      if (!collected.isEmpty()) {
        send(group, new BlockList(collected));
        collected.clear();
        size = 0;
      }
    }

    @Override
    public void finish() throws IOException {
      super.finish();
      sendCollected();
    }
  }

  private static final class ToSpill extends BlockWriter {
    private final String name;
    private final Spill spill;
    private final Map<Integer, PlaceList> places = new TreeMap<>();

    ToSpill(Buckets buckets, Receiver receiver, String name, Spill spill) {
      super(buckets, receiver);
      this.name = name;
      this.spill = spill;
    }

    @Override
    void block(int bucket, long first, byte[] compressed, int length) throws IOException {
      long offset = spill.append(compressed, 0, length);
      places
          .computeIfAbsent(group(bucket), group -> new PlaceList())
          .add(bucket, first, offset, length);
    }

    @Override
    public void finish() throws IOException {
      super.finish();
      for (Map.Entry<Integer, PlaceList> group : places.entrySet()) {
        PlaceList list = group.getValue();
        long offset = spill.append(list.bytes, 0, list.size);
        send(group.getKey(), new SpilledBlocks(name, offset, list.size));
      }
      places.clear();
    }
  }

  /** Where the blocks of one group lie. */
  private static final class PlaceList {
    private byte[] bytes = new byte[4 * Varint.MAX_BYTES];
    private int size;

    void add(int bucket, long first, long offset, int length) {
      if (bytes.length - size < 4 * Varint.MAX_BYTES) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      size = Varint.put(bucket, bytes, size);
      size = Varint.put(first, bytes, size);
      size = Varint.put(offset, bytes, size);
      size = Varint.put(length, bytes, size);
    }
  }
}
