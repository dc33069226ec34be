package org.shoestring.store.s3;

import java.net.URI;
import java.util.Optional;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.InstanceBuilder;
import org.shoestring.store.Bucket;
import org.shoestring.store.BucketProvider;
import org.shoestring.store.StoreException;
import org.shoestring.store.StoreFile;
import org.shoestring.store.StoreFile.Checksum;
import org.shoestring.store.StoreFile.Credentials;
import org.shoestring.store.Stores;
import org.shoestring.store.Traffic;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Opens buckets with Beam's own S3 client, so that Beam's options for it hold: {@code --awsRegion},
 * {@code --endpoint}, {@code --awsCredentialsProvider}, {@code --proxyConfiguration} ... What a
 * store file says comes first for every store but {@code s3}, whose options Beam's are.
 */
public final class S3Provider implements BucketProvider {
  /** Beyond it a file is sent in parts: 64 MiB. */
  private static final long PART_BYTES = 64L << 20;

  private final long partBytes;

  public S3Provider() {
    this(PART_BYTES);
  }

  /**
   * With parts of another size.
   *
   * @param partBytes at least 5 MiB, S3's smallest
   */
  S3Provider(long partBytes) {
    this.partBytes = partBytes;
  }

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public Bucket open(StoreFile store, String bucket, Traffic traffic) throws StoreException {
    // A copy, so that what one store sets is not another's; those of other stores are not Beam's.
    S3Options given = Stores.options().as(S3Options.class);
    boolean beams = store.name().equals("s3");
    S3Options options = beams ? given : PipelineOptionsFactory.as(S3Options.class);
    if (!beams) {
      options.setHttpClientConfiguration(given.getHttpClientConfiguration());
      options.setProxyConfiguration(given.getProxyConfiguration());
    }
    S3ClientBuilder builder =
        InstanceBuilder.ofType(S3ClientBuilderFactory.class)
            .fromClass(options.getS3ClientFactoryClass())
            .build()
            .createBuilder(withSettings(options, store, bucket));
    String location = store.name() + "://" + bucket;
    S3Client client = client(builder, options, store);
    return new S3Bucket(location, bucket, client, options, store, traffic, partBytes);
  }

  private static S3Options withSettings(S3Options options, StoreFile store, String bucket)
      throws StoreException {
    if (options.getEndpoint() == null) {
      store.endpoint().ifPresent(options::setEndpoint);
    }
    // Asked for only where nothing else says it: AWS's chain ends in a request to the machine's
    // host.
    store.region().ifPresent(region -> options.setAwsRegion(Region.of(region)));
    if (options.getAwsRegion() == null) {
      if (options.getEndpoint() == null) {
        throw new StoreException(
            store.name()
                + "://"
                + bucket
                + ": no region is known; export AWS_REGION, write it into ~/.aws/config, or give"
                + " --awsRegion",
            null);
      }
      options.setAwsRegion(Region.US_EAST_1); // A server of one's own rarely cares.
    }
    Optional<AwsCredentialsProvider> credentials = credentials(store);
    credentials.ifPresent(options::setAwsCredentialsProvider);
    return options;
  }

  /** What the store file names; empty for AWS's own chain. */
  private static Optional<AwsCredentialsProvider> credentials(StoreFile store)
      throws StoreException {
    Credentials credentials = store.credentials();
    if (credentials instanceof Credentials.Anonymous) {
      return Optional.of(AnonymousCredentialsProvider.create());
    }
    if (credentials instanceof Credentials.Profile profile) {
      return Optional.of(ProfileCredentialsProvider.create(profile.name()));
    }
    if (credentials instanceof Credentials.Variables variables) {
      String key = store.secret(variables.key());
      String secret = store.secret(variables.secret());
      AwsCredentials found =
          variables.session().isPresent()
              ? AwsSessionCredentials.create(key, secret, store.secret(variables.session().get()))
              : AwsBasicCredentials.create(key, secret);
      return Optional.of(StaticCredentialsProvider.create(found));
    }
    return Optional.empty();
  }

  private static S3Client client(S3ClientBuilder builder, S3Options options, StoreFile store) {
    URI endpoint = options.getEndpoint();
    boolean pathStyle =
        store.pathStyle().orElse(endpoint != null && isOneHost(String.valueOf(endpoint.getHost())));
    return builder
        .serviceConfiguration(
            S3Configuration.builder()
                .pathStyleAccessEnabled(pathStyle)
                .checksumValidationEnabled(store.checksum() == Checksum.MD5)
                .build())
        .httpClientBuilder(S3HttpClient.builder(options, store.giveUpAfter()))
        // Attempts are ours, in one place; so is the time after which they end.
        .overrideConfiguration(configuration -> configuration.retryPolicy(RetryPolicy.none()))
        .build();
  }

  /** Whether a host has no names below it for buckets. */
  private static boolean isOneHost(String host) {
    return host.indexOf('.') < 0 || host.matches("[0-9.]+") || host.startsWith("[");
  }
}
