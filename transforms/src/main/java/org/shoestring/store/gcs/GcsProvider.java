package org.shoestring.store.gcs;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.options.GoogleApiDebugOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.BucketProvider;
import org.shoestring.store.remote.StoreOptions;

/** Opens buckets of Google Cloud Storage. */
public final class GcsProvider implements BucketProvider {
  private static final Set<String> UNUSED =
      Set.of(
          "enableBucketReadMetricCounter",
          "enableBucketWriteMetricCounter",
          "gcsPerformanceMetrics",
          "gcsReadCounterPrefix",
          "gcsRewriteDataOpBatchLimit",
          "gcsUploadBufferSizeBytes",
          "gcsWriteCounterPrefix",
          "pathValidatorClass");

  @Override
  public String type() {
    return "gs";
  }

  @Override
  public String artifact() {
    return BucketProvider.artifactOfBeam("beam-sdks-java-extensions-google-cloud-platform-core");
  }

  @Override
  public Set<Class<? extends PipelineOptions>> options() {
    return Set.of(GcsOptions.class, GcpOptions.class, GoogleApiDebugOptions.class);
  }

  @Override
  public Set<String> unused() {
    return UNUSED;
  }

  @Override
  public Map<String, Object> objects(PipelineOptions options, Supplier<PipelineOptions> others) {
    return GcsOpening.objects(options, others);
  }

  @Override
  public void set(PipelineOptions options, Map<String, Object> objects) {
    GcsOpening.set(options, objects);
  }

  @Override
  public Bucket open(StoreFile store, StoreOptions options, String bucket, Traffic traffic)
      throws StoreException {
    return GcsOpening.bucket(store, options, bucket, traffic);
  }
}
