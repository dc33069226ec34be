package org.shoestring.transform;

import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.shuffle.block.BlockSettings;
import org.shoestring.table.Output;

/** Where the blocks of lines that become an output go, in whatever process this is called. */
public final class OutputBlocks {
  private OutputBlocks() {}

  public static BlockSettings of(PipelineOptions options, Output output) {
    return new BlockSettings(options, output.stores().workFolder(), output.folder());
  }
}
