package org.shoestring.transform.unit;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.table.Output;

/**
 * The work on units for workers that have no unit of their own left. It leaves the records of a
 * unit and nothing else: the worker that was given the unit finds the record, and tells what comes
 * out.
 *
 * @param <T> a unit
 */
public interface SpareWork<T> extends Serializable {
  /** What it is work on. */
  Output output();

  /**
   * Whether a unit is finished.
   *
   * @param records the names of all records there are
   */
  boolean isFinished(T unit, Set<String> records) throws IOException;

  /** How many of the records are of pieces of a unit, where it leaves several. */
  default int pieces(T unit, Set<String> records) {
    return 0;
  }

  /** Does the work of a unit and makes its record, unless there is one. */
  void run(T unit, PipelineOptions options) throws Exception;

  /** Ends what was begun for several units. */
  default void end() throws Exception {}
}
