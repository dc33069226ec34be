package org.shoestring.pipeline.flink;

import java.util.Set;

/** Options of Beam's Flink runner that not every cluster and every pipeline uses. */
public final class BeamFlinkOptions {
  /** Those that only streaming pipelines use. */
  public static final Set<String> STREAMING =
      Set.of(
          "allowNonRestoredState",
          "autoBalanceWriteFilesShardingEnabled",
          "autoWatermarkInterval",
          "checkpointTimeoutMillis",
          "checkpointingInterval",
          "checkpointingMode",
          "enableStableInputDrain",
          "executionRetryDelay",
          "externalizedCheckpointsEnabled",
          "failOnCheckpointingErrors",
          "finishBundleBeforeCheckpointing",
          "forceSlotSharingGroup",
          "forceUnalignedCheckpointEnabled",
          "maxBundleSize",
          "maxBundleTimeMills",
          "maxParallelism",
          "minPauseBetweenCheckpoints",
          "numConcurrentCheckpoints",
          "numberOfExecutionRetries",
          "operatorChaining",
          "reportCheckpointDuration",
          "retainExternalizedCheckpointsOnCancellation",
          "savepointPath",
          "shutdownSourcesAfterIdleMs",
          "stateBackend",
          "stateBackendFactory",
          "stateBackendStoragePath",
          "unalignedCheckpointEnabled");

  /** Those about how it reaches a cluster of other processes, and waits for its jobs. */
  public static final Set<String> REACHING =
      Set.of(
          "attachedMode", "filesToStage", "flinkConfDir", "flinkMaster", "jobCheckIntervalInSecs");

  private BeamFlinkOptions() {}
}
