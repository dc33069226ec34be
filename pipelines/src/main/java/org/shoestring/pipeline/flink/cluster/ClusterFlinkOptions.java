package org.shoestring.pipeline.flink.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.block.ShuffleOptions;

/** The options of {@link ClusterFlinkRunner}, beside those of Beam's own Flink runner. */
public interface ClusterFlinkOptions extends FlinkPipelineOptions, ShuffleOptions {
  @Description(
      "Whether local folders, such as that of the workspace, are the same on all machines of the"
          + " cluster and on this one, as on a network drive")
  @Default.Boolean(false)
  boolean getSharedFolders();

  void setSharedFolders(boolean shared);

  @Description(
      "Folder with the certificate that the job manager wants from its clients, made by 'shoestring"
          + " flink certificates DIR --rest'")
  @JsonIgnore // Of this machine alone.
  @Nullable String getCertificates();

  void setCertificates(@Nullable String folder);

  /** Who is told, on the JobManager, that the job lives; null for nobody. */
  @Hidden
  @JsonIgnore
  @Nullable JobWatch getJobWatch();

  void setJobWatch(@Nullable JobWatch watch);

  /** The id of a job of the cluster that does this work already; empty to submit one. */
  @Hidden
  @JsonIgnore
  @Default.String("")
  String getFollowedJob();

  void setFollowedJob(String job);

  /** Whether nobody waits for the job. */
  @Hidden
  @JsonIgnore
  boolean getDetached();

  void setDetached(boolean detached);

  /** Where the store of what the job makes answers this machine; empty if that is not known. */
  @Hidden
  @JsonIgnore
  @Default.String("")
  String getStoreAddress();

  void setStoreAddress(String address);
}
