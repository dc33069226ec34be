package org.shoestring.pipeline.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where the workers of a pipeline are, as its runner knows it. */
public interface WorkerOptions extends PipelineOptions {
  /**
   * Whether workers are other processes, most likely on other machines: then what they need of this
   * one is stored with the output.
   */
  @Hidden
  @Default.InstanceFactory(OfRunner.class)
  boolean isWorkersElsewhere();

  void setWorkersElsewhere(boolean elsewhere);

  /** What these options say of it. */
  static boolean areElsewhere(PipelineOptions options) {
    return options.as(WorkerOptions.class).isWorkersElsewhere();
  }

  /** All runners but those that work in this process have workers elsewhere. */
  final class OfRunner implements DefaultValueFactory<Boolean> {
    @Override
    public Boolean create(PipelineOptions options) {
      String runner = options.getRunner().getSimpleName();
      return !runner.equals(RunnerOptions.DIRECT) && !runner.equals(RunnerOptions.EMBEDDED);
    }
  }
}
