package org.shoestring.pipeline.flink.cluster;

import java.io.Serializable;

/**
 * Somebody who is told, in the process of the cluster's JobManager, that a job lives: it knows that
 * as long as the job does, whatever becomes of workers, and of the process that submitted it.
 */
public interface JobWatch extends Serializable {
  /**
   * The job was accepted; what this begins goes on in threads of its own until {@link #ended}.
   *
   * @param job its id
   * @param cancel ends it early
   */
  void begun(String job, Runnable cancel);

  /** The job has finished, failed, or was cancelled. */
  void ended();
}
