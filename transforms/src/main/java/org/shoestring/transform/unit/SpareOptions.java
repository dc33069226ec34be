package org.shoestring.transform.unit;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Whether workers that have nothing else to do begin the slow units of others again. A runner sets
 * them whose workers are several machines.
 */
public interface SpareOptions extends PipelineOptions {
  /** How many workers may do so at the end of a stage; 0 for none. */
  @Hidden
  @Default.Integer(0)
  Integer getSpareWorkers();

  void setSpareWorkers(Integer workers);

  /** The least time after which a unit may be called slow. */
  @Hidden
  @Default.Long(30_000)
  Long getSlowUnitMillis();

  void setSlowUnitMillis(Long millis);

  /** Those of a pipeline. */
  static SpareOptions of(PipelineOptions options) {
    return options.as(SpareOptions.class);
  }
}
