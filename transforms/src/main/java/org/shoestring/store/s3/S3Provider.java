package org.shoestring.store.s3;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.BucketProvider;
import org.shoestring.store.remote.StoreOptions;
import software.amazon.awssdk.http.SdkHttpClient;

/** Opens buckets of S3, and of what speaks like it. */
public final class S3Provider implements BucketProvider {
  /** Beyond it a file is sent in parts: 64 MiB. */
  private static final long PART_BYTES = 64L << 20;

  /** Buffers have sizes of their own here; who keeps a key should know that it is not used. */
  private static final Set<String> UNUSED =
      Set.of("s3ThreadPoolSize", "s3UploadBufferSizeBytes", "SSECustomerKey");

  private final long partBytes;
  private final UnaryOperator<SdkHttpClient> way;

  public S3Provider() {
    this(PART_BYTES, UnaryOperator.identity()); // A lambda would need its class here.
  }

  /**
   * With parts of another size, and another way to the network.
   *
   * @param partBytes at least 5 MiB, S3's smallest
   */
  S3Provider(long partBytes, UnaryOperator<SdkHttpClient> way) {
    this.partBytes = partBytes;
    this.way = way;
  }

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public String artifact() {
    return BucketProvider.artifactOfBeam("beam-sdks-java-io-amazon-web-services2");
  }

  @Override
  public Set<Class<? extends PipelineOptions>> options() {
    return Set.of(S3Options.class, AwsOptions.class);
  }

  @Override
  public Set<String> unused() {
    return UNUSED;
  }

  @Override
  public Bucket open(StoreFile store, StoreOptions options, String bucket, Traffic traffic)
      throws StoreException {
    return S3Opening.bucket(store, options, bucket, traffic, partBytes, way);
  }
}
