package org.shoestring.pipeline.flink.embedded;

import java.util.List;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.block.ShuffleOptions;

/** The options of {@link EmbeddedFlinkRunner}, beside those of Beam's own Flink runner. */
public interface EmbeddedFlinkOptions extends FlinkPipelineOptions, ShuffleOptions {
  @Description(
      "Slots of the embedded cluster, which its jobs share; each job takes as many as its parallelism")
  @Default.InstanceFactory(Processors.class)
  Integer getSlots();

  void setSlots(Integer slots);

  @Description("Flink's own configuration of the embedded cluster")
  @Default.InstanceFactory(NoConfiguration.class)
  Map<String, String> getFlinkConfiguration();

  void setFlinkConfiguration(Map<String, String> configuration);

  /** The lines that its user has chosen, each with its place; null if that is not known. */
  @Hidden
  @Nullable List<String> getOwnSettings();

  void setOwnSettings(@Nullable List<String> lines);

  /** As many as there are processors. */
  final class Processors implements DefaultValueFactory<Integer> {
    @Override
    public Integer create(PipelineOptions options) {
      return Runtime.getRuntime().availableProcessors();
    }
  }

  /** Flink's defaults. */
  final class NoConfiguration implements DefaultValueFactory<Map<String, String>> {
    @Override
    public Map<String, String> create(PipelineOptions options) {
      return Map.of();
    }
  }
}
