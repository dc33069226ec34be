package org.shoestring.shuffle.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class BlocksCoderTest {
  private static final BlocksCoder CODER = BlocksCoder.of();

  @Property(tries = 200)
  void decode_anyBlocks_areEqual(
      @ForAll int bucket, @ForAll long first, @ForAll @Size(max = 3) List<byte[]> packed)
      throws Exception {
    check(list(bucket, first, packed), list(bucket, first, packed));
  }

  private static BlockList list(int bucket, long first, List<byte[]> packed) {
    return new BlockList(
        packed.stream().map(bytes -> new Block(bucket, first, 1, 3, bytes.clone())).toList());
  }

  @Property(tries = 200)
  void decode_anySpilledBlocks_areEqual(
      @ForAll String spill, @ForAll long offset, @ForAll int length) throws Exception {
    // Java's own surrogates alone are no text.
    String text = spill.replaceAll("[\\ud800-\\udfff]", "");
    check(new SpilledBlocks(text, offset, length), new SpilledBlocks(text, offset, length));
  }

  private static void check(Blocks blocks, Blocks same) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, blocks);
    CoderProperties.coderDeterministic(CODER, blocks, same);
  }

  @Test
  void coder_itself_isDeterministicAndSerializable() throws Exception {
    CODER.verifyDeterministic();
    CoderProperties.coderSerializable(CODER);
  }

  @Test
  void decode_damaged_isRefused() throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(CODER, list(1, 2, List.of(new byte[] {3, 4, 5})));

    assertThatThrownBy(
            () -> CoderUtils.decodeFromByteArray(CODER, Arrays.copyOf(bytes, bytes.length - 1)))
        .hasRootCauseInstanceOf(EOFException.class)
        .hasRootCauseMessage("a block ends early");
    bytes[0] = 2;
    assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(CODER, bytes))
        .hasRootCauseMessage("no blocks: 2");
  }

  @Test
  void equals_otherContent_isFalse() {
    Block block = new Block(1, 2, 0, 1, new byte[] {3});

    assertThat(block)
        .isEqualTo(new Block(1, 2, 0, 1, new byte[] {3}))
        .hasSameHashCodeAs(new Block(1, 2, 0, 1, new byte[] {3}))
        .isNotEqualTo(new Block(0, 2, 0, 1, new byte[] {3}))
        .isNotEqualTo(new Block(1, 0, 0, 1, new byte[] {3}))
        .isNotEqualTo(new Block(1, 2, 1, 1, new byte[] {3}))
        .isNotEqualTo(new Block(1, 2, 0, 2, new byte[] {3}))
        .isNotEqualTo(new Block(1, 2, 0, 1, new byte[] {4}))
        .hasToString("1 bytes of bucket 1 from 2");
  }
}
