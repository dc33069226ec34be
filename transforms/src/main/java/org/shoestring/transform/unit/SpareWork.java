package org.shoestring.transform.unit;

import java.io.Serializable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.table.Output;

/**
 * The work on units for workers that have no unit of their own left. It leaves the record of a unit
 * and nothing else: the worker that was given the unit finds the record, and tells what comes out.
 *
 * @param <T> a unit
 */
public interface SpareWork<T> extends Serializable {
  /** What it is work on. */
  Output output();

  /** The name of a unit's record. */
  String record(T unit);

  /** Does the work of a unit and makes its record, unless there is one. */
  void run(T unit, PipelineOptions options) throws Exception;

  /** Ends what was begun for several units. */
  default void end() throws Exception {}
}
