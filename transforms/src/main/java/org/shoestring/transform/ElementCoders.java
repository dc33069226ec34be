package org.shoestring.transform;

import java.util.List;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.shoestring.shuffle.block.Blocks;
import org.shoestring.shuffle.block.BlocksCoder;
import org.shoestring.shuffle.split.LabelCounts;
import org.shoestring.shuffle.split.LabelCountsCoder;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.TsvRow;

/** Tells Beam the coders of Shoestring's elements; found through {@code META-INF/services}. */
public final class ElementCoders implements CoderProviderRegistrar {
  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(Shard.class), ShardCoder.any()),
        CoderProviders.forCoder(TypeDescriptor.of(WrittenShard.class), ShardCoder.written()),
        CoderProviders.forCoder(TypeDescriptor.of(CommittedShard.class), ShardCoder.committed()),
        CoderProviders.forCoder(TypeDescriptor.of(TsvRow.class), TsvRowCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(Blocks.class), BlocksCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(LabelCounts.class), LabelCountsCoder.of()));
  }
}
