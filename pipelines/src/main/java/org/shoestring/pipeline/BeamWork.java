package org.shoestring.pipeline;

import java.util.Locale;
import java.util.function.IntFunction;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions.CheckEnabled;
import org.shoestring.shuffle.Spill;
import org.shoestring.table.Output;
import org.shoestring.table.Recipe;

/**
 * The work of a stage that is a Beam pipeline.
 *
 * @param wiring adds the stage's transforms, the commit included, to a pipeline
 */
record BeamWork(Recipe recipe, int units, long inputBytes, Wiring wiring) implements StageWork {

  /** The transforms of a stage. */
  interface Wiring {
    void add(Pipeline pipeline, Output output) throws Exception;
  }

  @Override
  public boolean run(Output output, IntFunction<PipelineOptions> options) throws Exception {
    PipelineOptions settings = options.apply(units);
    settings.setJobName(output.name().toLowerCase(Locale.ROOT));
    settings.setStableUniqueNames(CheckEnabled.ERROR);
    Pipeline pipeline = Pipeline.create(settings);
    wiring.add(pipeline, output);
    try {
      pipeline.run().waitUntilFinish();
      return true;
    } catch (RuntimeException e) {
      throw Causes.known(e);
    } finally {
      Spill.remove(settings.getJobName());
    }
  }
}
