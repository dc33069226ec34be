package org.shoestring.shuffle.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Interrupts;
import org.shoestring.bytes.Varint;
import org.xerial.snappy.Snappy;

/**
 * The records of one group: bucket after bucket, and in a bucket the blocks in the order of their
 * first numbers. It reads what was grouped once; what of it does not lie in a spill already goes
 * into one of its own when it is more than 16 MiB.
 */
public final class BlockReader implements Closeable {
  private static final long MAX_HELD_BYTES = 16 << 20;

  private final Path spillFolder;
  private final List<Place> places = new ArrayList<>();
  private final List<Place> held = new ArrayList<>();
  private long heldBytes;
  private @Nullable Spill own;
  private Iterator<Place> left = places.iterator();
  private byte[] compressed = new byte[0];
  private byte[] raw = new byte[0];
  private int limit;
  private final Varint.Reader in = new Varint.Reader();
  private int bucket;
  private long number;
  private int from;
  private int to;

  /** Where a block lies: in memory, or in a spill. */
  private static final class Place {
    final int bucket;
    final long first;
    final int part;
    final int parts;
    final int length;
    @Nullable Spill spill;
    long offset;
    byte @Nullable [] held;

    Place(int bucket, long first, int part, int parts, int length) {
      this.bucket = bucket;
      this.first = first;
      this.part = part;
      this.parts = parts;
      this.length = length;
    }

    static Place in(Spill spill, int bucket, long first, long offset, int length) {
      Place place = new Place(bucket, first, 0, 1, length);
      place.spill = spill;
      place.offset = offset;
      return place;
    }
  }

  private BlockReader(Path spillFolder) {
    this.spillFolder = spillFolder;
  }

  /** A reader of a group's blocks; they are iterated over here, once. */
  public static BlockReader of(Iterable<Blocks> group, BlockSettings settings) throws IOException {
    BlockReader reader = new BlockReader(settings.spillFolder());
    try {
      for (Blocks blocks : group) {
        reader.collect(blocks);
      }
      reader.sort();
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** A reader of blocks in a spill that the caller closes. */
  static BlockReader of(Spill spill, List<SpilledBlocks> lists, Path spillFolder)
      throws IOException {
    BlockReader reader = new BlockReader(spillFolder);
    for (SpilledBlocks list : lists) {
      reader.collect(spill, list);
    }
    reader.sort();
    return reader;
  }

  private void collect(Blocks blocks) throws IOException {
    if (blocks instanceof SpilledBlocks list) {
      collect(Spill.named(list.spill()), list);
    } else if (blocks instanceof BlockList list) {
      for (Block block : list.blocks()) {
        collect(block);
      }
    }
  }

  private void collect(Block block) throws IOException {
    Place place =
        new Place(
            block.bucket(), block.first(), block.part(), block.parts(), block.packed().length);
    place.held = block.packed();
    places.add(place);
    held.add(place);
    heldBytes += place.length;
    if (heldBytes > MAX_HELD_BYTES) {
      spillHeld();
    }
  }

  private void collect(Spill spill, SpilledBlocks list) throws IOException {
    byte[] bytes = new byte[list.length()];
    spill.read(list.offset(), bytes, 0, bytes.length);
    Varint.Reader numbers = new Varint.Reader();
    numbers.start(bytes, 0);
    while (numbers.position() < bytes.length) {
      int of = (int) numbers.next();
      long first = numbers.next();
      long offset = numbers.next();
      places.add(Place.in(spill, of, first, offset, (int) numbers.next()));
    }
  }

  private void spillHeld() throws IOException {
    if (own == null) {
      own = Spill.in(spillFolder);
    }
    for (Place place : held) {
      byte[] bytes = place.held;
      if (bytes != null) {
        place.offset = own.append(bytes, 0, bytes.length);
        place.spill = own;
        place.held = null;
      }
    }
    held.clear();
    heldBytes = 0;
  }

  private void sort() {
    places.sort(
        Comparator.<Place>comparingInt(place -> place.bucket)
            .thenComparingLong(place -> place.first)
            .thenComparingInt(place -> place.part));
    left = places.iterator();
  }

  /** Moves to the next record; false at the end. */
  public boolean next() throws IOException {
    while (in.position() == limit) {
      if (!left.hasNext()) {
        return false;
      }
      load(left.next());
    }
    number += Varint.unzigzag(in.next());
    int length = (int) in.next();
    from = in.position();
    to = from + length;
    in.skip(length);
    return true;
  }

  private void load(Place first) throws IOException {
    Interrupts.check();
    int size = 0;
    Place place = first;
    for (int part = 0; part < first.parts; part++) {
      if (part > 0) {
        place = left.next();
      }
      if (compressed.length - size < place.length) {
        compressed = Arrays.copyOf(compressed, 2 * size + place.length);
      }
      fetch(place, size);
      size += place.length;
    }
    int length = Snappy.uncompressedLength(compressed, 0, size);
    if (raw.length < length) {
      raw = new byte[length + (length >> 1)];
    }
    limit = Snappy.uncompress(compressed, 0, size, raw, 0);
    bucket = first.bucket;
    number = 0;
    in.start(raw, 0);
  }

  private void fetch(Place place, int at) throws IOException {
    byte[] bytes = place.held;
    Spill spill = place.spill;
    if (bytes != null) {
      System.arraycopy(bytes, 0, compressed, at, place.length);
      place.held = null;
    } else if (spill != null) {
      spill.read(place.offset, compressed, at, place.length);
    } else {
      throw new IllegalStateException("a block is nowhere");
    }
  }

  public int bucket() {
    return bucket;
  }

  public long number() {
    return number;
  }

  /** The array that {@link #from} and {@link #to} point into, valid until {@link #next}. */
  public byte[] bytes() {
    return raw;
  }

  /** Where the record's bytes start. */
  public int from() {
    return from;
  }

  /** Where the record's bytes end, exclusive. */
  public int to() {
    return to;
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
      own = null;
    }
  }
}
