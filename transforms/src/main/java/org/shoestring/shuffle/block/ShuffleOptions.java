package org.shoestring.shuffle.block;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.jspecify.annotations.Nullable;

/** The options of pipelines that move lines between shards. */
public interface ShuffleOptions extends PipelineOptions {
  @Description(
      "How blocks of lines travel: groupByKey, for engines that spill, or localFiles, for runners of"
          + " one process that hold everything in memory")
  @Default.String("groupByKey")
  String getBlockExchange();

  void setBlockExchange(String exchange);

  @Description(
      "The local folder for what does not fit into memory, on every machine that has workers; by"
          + " default in a cache folder there")
  @Nullable String getSpillFolder();

  void setSpillFolder(@Nullable String folder);

  /** Lets Beam read these options wherever it reads options. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(ShuffleOptions.class);
    }
  }
}
