package org.shoestring.pipeline.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where the workers of a pipeline are, as its runner knows it. */
public interface WorkerOptions extends PipelineOptions {
  /**
   * Whether workers are other processes, most likely on other machines: then what they need of this
   * one is stored with the output.
   */
  @Hidden
  @Default.Boolean(false)
  boolean isWorkersElsewhere();

  void setWorkersElsewhere(boolean elsewhere);

  /** What these options say of it. */
  static boolean areElsewhere(PipelineOptions options) {
    return options.as(WorkerOptions.class).isWorkersElsewhere();
  }
}
