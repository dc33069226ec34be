package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.codec.Members;

class ShardCoderTest {
  private static final ShardFacts FACTS =
      new ShardFacts(
          "s3://bucket/folder",
          "dev",
          "part-00003-00000-0123456789abcdef.tsv.gz",
          5,
          1L << 40,
          30,
          "0123456789abcdef".repeat(4),
          Members.parse("3:20,2:10"));
  private static final WrittenShard WRITTEN = new WrittenShard(FACTS);
  private static final CommittedShard COMMITTED = new CommittedShard(0, FACTS);

  private static <S extends Shard> S sent(ShardCoder<S> coder, S shard) throws CoderException {
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, shard));
  }

  @Test
  void decode_shardOfEitherKind_isTheSame() throws CoderException {
    assertThat(sent(ShardCoder.written(), WRITTEN)).isEqualTo(WRITTEN);
    assertThat(sent(ShardCoder.committed(), COMMITTED)).isEqualTo(COMMITTED);
    assertThat(List.of(sent(ShardCoder.any(), WRITTEN), sent(ShardCoder.any(), COMMITTED)))
        .containsExactly(WRITTEN, COMMITTED);
  }

  @Test
  void decode_shardOfTheOtherKind_isRefused() throws CoderException {
    byte[] written = CoderUtils.encodeToByteArray(ShardCoder.written(), WRITTEN);

    assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(ShardCoder.committed(), written))
        .isInstanceOf(CoderException.class)
        .hasMessage("dev/part-00003-00000-0123456789abcdef.tsv.gz is no CommittedShard");
  }

  @Test
  void registry_eachType_hasItsCoder() throws CannotProvideCoderException {
    CoderRegistry registry = CoderRegistry.createDefault();

    assertThat(registry.getCoder(WrittenShard.class)).isEqualTo(ShardCoder.written());
    assertThat(registry.getCoder(CommittedShard.class)).isEqualTo(ShardCoder.committed());
    assertThat(registry.getCoder(Shard.class)).isEqualTo(ShardCoder.any());
    assertThat(ShardCoder.written()).isNotEqualTo(ShardCoder.committed());
  }
}
