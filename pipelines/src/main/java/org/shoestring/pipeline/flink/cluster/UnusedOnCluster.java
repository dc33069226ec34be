package org.shoestring.pipeline.flink.cluster;

import java.util.Optional;
import org.shoestring.pipeline.flink.BeamFlinkOptions;

/** Options that Beam takes, and that change nothing on a cluster of other processes. */
public final class UnusedOnCluster {
  private static final String ADDRESS = "flinkMaster";

  private UnusedOnCluster() {}

  /** Why an option of Beam changes nothing, and what to do; empty if it may change something. */
  public static Optional<String> ofBeam(String name) {
    if (BeamFlinkOptions.STREAMING.contains(name)) {
      return Optional.of(
          "it is for streaming pipelines, and the stages are batch pipelines. Remove it");
    }
    return BeamFlinkOptions.REACHING.contains(name) && !name.equals(ADDRESS)
        ? Optional.of("the processes of the cluster have the program already. Remove it")
        : Optional.empty();
  }
}
