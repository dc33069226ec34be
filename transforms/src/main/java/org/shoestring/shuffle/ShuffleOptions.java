package org.shoestring.shuffle;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.shoestring.store.CacheFolder;

/** The options of pipelines that move lines between shards. */
public interface ShuffleOptions extends PipelineOptions {
  @Description(
      "How blocks of lines travel: groupByKey, for engines that spill, or localFiles, for runners of"
          + " one process that hold everything in memory")
  @Default.String("groupByKey")
  String getBlockExchange();

  void setBlockExchange(String exchange);

  @Description("The local folder for blocks that do not fit into memory; empty for a cache folder")
  @Default.String("")
  String getSpillDir();

  void setSpillDir(String folder);

  /** The local folder for spilled blocks. */
  static Path spillFolder(PipelineOptions options) {
    String given = options.as(ShuffleOptions.class).getSpillDir();
    return given.isEmpty() ? CacheFolder.ofUser().resolve("spill") : Path.of(given);
  }

  /** Lets Beam read these options wherever it reads options. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(ShuffleOptions.class);
    }
  }
}
