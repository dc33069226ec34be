package org.shoestring.pipeline.flink.process;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;

/** Flink's own job manager. */
final class SessionCluster extends StandaloneSessionClusterEntrypoint {
  SessionCluster(Configuration configuration) {
    super(configuration);
  }
}
