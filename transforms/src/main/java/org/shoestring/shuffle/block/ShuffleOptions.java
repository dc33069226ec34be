package org.shoestring.shuffle.block;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.shoestring.files.CacheFolder;

/** The options of pipelines that move lines between shards. */
public interface ShuffleOptions extends PipelineOptions {
  @Description(
      "How blocks of lines travel: groupByKey, for engines that spill, or localFiles, for runners of"
          + " one process that hold everything in memory")
  @Default.String("groupByKey")
  String getBlockExchange();

  void setBlockExchange(String exchange);

  @Description("The local folder for what does not fit into memory; by default in a cache folder")
  @Default.InstanceFactory(InCache.class)
  String getSpillFolder();

  void setSpillFolder(String folder);

  /** The local folder for what does not fit into memory. */
  static Path spillFolder(PipelineOptions options) {
    return Path.of(options.as(ShuffleOptions.class).getSpillFolder());
  }

  /** In the user's cache folder. */
  final class InCache implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return CacheFolder.spill(CacheFolder.ofUser()).toString();
    }
  }

  /** Lets Beam read these options wherever it reads options. */
  final class Registrar implements PipelineOptionsRegistrar {
    @Override
    public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
      return List.of(ShuffleOptions.class);
    }
  }
}
