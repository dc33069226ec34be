package org.shoestring.pipeline;

import java.io.IOException;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineRunner;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlinkRunner;
import org.shoestring.shuffle.block.Spill;
import org.shoestring.table.Output;
import org.shoestring.transform.OutputBlocks;

/** The room on this machine's disk for what memory does not hold. */
final class SpillSpace {
  private SpillSpace() {}

  /**
   * Fails if there is less of it than a pipeline needs whose workers are in this process. The disks
   * of other machines are not known here.
   *
   * @param what needs it, for the message
   */
  static void demand(Pipeline pipeline, Output output, long bytes, String what) throws IOException {
    Class<? extends PipelineRunner<?>> runner = pipeline.getOptions().getRunner();
    if (runner == DirectRunner.class || runner == EmbeddedFlinkRunner.class) {
      Spill.demand(OutputBlocks.of(pipeline.getOptions(), output), bytes, what);
    }
  }
}
