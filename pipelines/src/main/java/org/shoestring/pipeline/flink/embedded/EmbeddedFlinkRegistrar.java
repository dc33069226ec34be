package org.shoestring.pipeline.flink.embedded;

import java.util.List;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;
import org.apache.beam.sdk.runners.PipelineRunnerRegistrar;

/** Makes {@code --runner=EmbeddedFlinkRunner} and its options known to Beam. */
public final class EmbeddedFlinkRegistrar
    implements PipelineRunnerRegistrar, PipelineOptionsRegistrar {
  @Override
  public Iterable<Class<? extends PipelineRunner<?>>> getPipelineRunners() {
    return List.of(EmbeddedFlinkRunner.class);
  }

  @Override
  public Iterable<Class<? extends PipelineOptions>> getPipelineOptions() {
    return List.of(EmbeddedFlinkOptions.class);
  }
}
