package org.shoestring.shuffle.block;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes {@link Blocks}. Deterministic. */
public final class BlocksCoder extends AtomicCoder<Blocks> {
  private static final long serialVersionUID = 1;
  private static final BlocksCoder INSTANCE = new BlocksCoder();
  private static final int LIST = 0;
  private static final int SPILLED = 1;

  private BlocksCoder() {}

  public static BlocksCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Blocks blocks, OutputStream out) throws IOException {
    if (blocks instanceof BlockList list) {
      out.write(LIST);
      VarInt.encode(list.blocks().size(), out);
      for (Block block : list.blocks()) {
        encode(block, out);
      }
    } else if (blocks instanceof SpilledBlocks list) {
      out.write(SPILLED);
      StringUtf8Coder.of().encode(list.spill(), out);
      VarInt.encode(list.offset(), out);
      VarInt.encode(list.length(), out);
    }
  }

  @Override
  public Blocks decode(InputStream in) throws IOException {
    int type = in.read();
    if (type == SPILLED) {
      String spill = StringUtf8Coder.of().decode(in);
      return new SpilledBlocks(spill, VarInt.decodeLong(in), VarInt.decodeInt(in));
    }
    if (type != LIST) {
      throw new IOException("no blocks: " + type);
    }
    int count = VarInt.decodeInt(in);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(decodeBlock(in));
    }
    return new BlockList(blocks);
  }

  private static void encode(Block block, OutputStream out) throws IOException {
    VarInt.encode(block.bucket(), out);
    VarInt.encode(block.first(), out);
    VarInt.encode(block.part(), out);
    VarInt.encode(block.parts(), out);
    VarInt.encode(block.packed().length, out);
    out.write(block.packed());
  }

  private static Block decodeBlock(InputStream in) throws IOException {
    int bucket = VarInt.decodeInt(in);
    long first = VarInt.decodeLong(in);
    int part = VarInt.decodeInt(in);
    int parts = VarInt.decodeInt(in);
    byte[] packed = new byte[VarInt.decodeInt(in)];
    if (in.readNBytes(packed, 0, packed.length) < packed.length) {
      throw new EOFException("a block ends early");
    }
    return new Block(bucket, first, part, parts, packed);
  }
}
