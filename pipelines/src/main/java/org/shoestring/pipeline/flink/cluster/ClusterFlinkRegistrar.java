package org.shoestring.pipeline.flink.cluster;

import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Makes {@code --runner=ClusterFlinkRunner} and its options known to Beam. */
public final class ClusterFlinkRegistrar
    implements PipelineRunnerRegistrar, PipelineOptionsRegistrar {
  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(ClusterFlinkRunner.class);
  }

  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    return List.of(ClusterFlinkOptions.class);
  }
}
