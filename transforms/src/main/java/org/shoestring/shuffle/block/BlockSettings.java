package org.shoestring.shuffle.block;

import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.CacheFolder;

/**
 * Where the blocks of one output go in this process.
 *
 * @param options the pipeline's
 * @param work the folder of this process for local work; a worker elsewhere has another one
 * @param output that the blocks are moved for: a pipeline may make several
 */
public record BlockSettings(PipelineOptions options, Path work, String output) {

  BlockExchange exchange() {
    return BlockExchange.of(options.as(ShuffleOptions.class));
  }

  /** The local folder for what does not fit into memory. */
  Path spillFolder() {
    @Nullable String given = options.as(ShuffleOptions.class).getSpillFolder();
    return given == null ? CacheFolder.spill(work) : Path.of(given);
  }

  /** The name of the spill of this output in this process. */
  String spillName() {
    return options.getJobName() + " " + output;
  }
}
