package org.shoestring.pipeline.flink;

import java.util.function.UnaryOperator;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.shoestring.spec.UsageException;

/** Refuses what is not for batch pipelines on Flink's DataSet interface, the ones tested here. */
public final class BatchPipelines {
  private BatchPipelines() {}

  /**
   * Checks options.
   *
   * @param cluster what runs the pipelines, for messages
   * @param placed the name of an option with the place where it was set
   * @throws UsageException for the first that is not for batch pipelines
   */
  public static void check(
      FlinkPipelineOptions options, String cluster, UnaryOperator<String> placed) {
    refuse("--streaming", options.isStreaming(), cluster, placed);
    refuse("--useDataStreamForBatch", options.getUseDataStreamForBatch(), cluster, placed);
  }

  private static void refuse(
      String name, boolean set, String cluster, UnaryOperator<String> placed) {
    if (set) {
      throw new UsageException(
          placed.apply(name)
              + ": "
              + cluster
              + " runs batch pipelines on Flink's DataSet interface only; remove it");
    }
  }
}
