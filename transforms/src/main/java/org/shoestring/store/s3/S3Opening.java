package org.shoestring.store.s3;

import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.util.InstanceBuilder;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.config.StoreFile.Credentials;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.RequestFailure;
import org.shoestring.store.remote.StoreOptions;
import org.shoestring.store.s3.client.BodySigner;
import org.shoestring.store.s3.client.BucketAddress;
import org.shoestring.store.s3.client.DirectRequests;
import org.shoestring.store.s3.client.KnownEndpoints;
import org.shoestring.store.s3.client.Md5Interceptor;
import org.shoestring.store.s3.client.ObjectClient;
import org.shoestring.store.s3.client.RequestSigner;
import org.shoestring.store.s3.client.S3HttpClient;
import org.shoestring.store.s3.client.SdkClient;
import org.shoestring.store.s3.client.StoreClock;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Opens buckets so that Beam's options for S3 hold: {@code --awsRegion}, {@code --endpoint}, {@code
 * --awsCredentialsProvider}, {@code --proxyConfiguration} ... They come before the store file of
 * {@code s3}, but for credentials that it names; other stores have their file, and of Beam's
 * options those for reaching the network.
 */
final class S3Opening {
  private S3Opening() {}

  static Bucket bucket(
      StoreFile store,
      StoreOptions given,
      String bucket,
      Traffic traffic,
      long partBytes,
      UnaryOperator<SdkHttpClient> way)
      throws StoreException {
    String location = store.name() + "://" + bucket;
    S3Settings settings = S3Settings.of(store, given);
    @Nullable URI endpoint = settings.endpoint();
    if (endpoint == null) {
      endpoint = store.endpoint().orElse(null);
    }
    Region region = region(settings, store, location, endpoint);
    Optional<AwsCredentialsProvider> named = credentials(store);
    AwsCredentialsProvider credentials = named.orElseGet(settings.credentials());
    S3HttpClient http =
        S3HttpClient.of(settings.http(), settings.proxy(), store.giveUpAfter(), way);
    StoreClock clock = new StoreClock();
    @Nullable URI at = endpoint;
    SdkClient client =
        new SdkClient(
            () ->
                client(
                    builder(settings.beamOptions().get(), region, at, named),
                    http,
                    clock,
                    store,
                    at),
            http);
    @Nullable URI plain = at == null ? null : BucketAddress.of(at, bucket, isPathStyle(store, at));
    URI address = plain == null ? address(client, bucket, location, store) : plain;
    ObjectClient objects =
        isPlain(settings, credentials, region)
            ? ObjectClient.direct(
                client,
                new DirectRequests(
                    http, credentials, new RequestSigner(region.id()), clock, address),
                bucket,
                store.checksum() == Checksum.MD5)
            : ObjectClient.ofSdk(client, bucket);
    return new S3Bucket(
        location,
        bucket,
        address + ", signed for " + region,
        client,
        objects,
        settings.puts(),
        errors(location, store, settings, given),
        traffic,
        partBytes);
  }

  /** The address of a bucket, which the names of objects are behind. */
  private static URI address(SdkClient client, String bucket, String location, StoreFile store)
      throws StoreException {
    try {
      String object =
          client.get().utilities().getUrl(request -> request.bucket(bucket).key("x")).toString();
      return URI.create(object.substring(0, object.length() - "/x".length()));
    } catch (SdkException | NullPointerException | IllegalArgumentException e) {
      // The SDK asks the host's name of no host.
      client.close();
      throw new StoreException(
          location
              + ": this bucket has no address ("
              + RequestFailure.innermost(e)
              + "); correct its name, or endpoint, region and path-style in "
              + store.where(),
          e);
    }
  }

  private static S3Errors errors(
      String location, StoreFile store, S3Settings settings, StoreOptions given) {
    String proxy =
        given.notSent(
            "proxyConfiguration",
            "let the proxy take this machine without a password, or set https_proxy and"
                + " HTTPS_PROXY there");
    return new S3Errors(
        location, store, CredentialsOrigin.of(store, settings.credentialsGiven(), given), proxy);
  }

  private static Region region(
      S3Settings settings, StoreFile store, String location, @Nullable URI endpoint)
      throws StoreException {
    @Nullable Region known = settings.region().get();
    if (known != null) {
      return known;
    }
    if (store.region().isPresent()) {
      return Region.of(store.region().get());
    }
    if (endpoint != null) {
      return Region.US_EAST_1; // A server of one's own rarely cares.
    }
    throw new StoreException(
        location
            + ": the region of the bucket is not set; set AWS_REGION, or write it into ~/.aws/config or,"
            + " as 'region: NAME', into "
            + store.where(),
        null);
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

  /**
   * Whether requests are signed, for the region as it is named, and nobody's own factory of clients
   * has a say in them.
   */
  private static boolean isPlain(
      S3Settings settings, AwsCredentialsProvider credentials, Region region) {
    return !(credentials instanceof AnonymousCredentialsProvider)
        && settings.hasUsualClient()
        && !region.isGlobalRegion()
        && !region.id().contains("fips");
  }

  private static S3Client client(
      S3ClientBuilder builder,
      S3HttpClient http,
      StoreClock clock,
      StoreFile store,
      @Nullable URI endpoint) {
    return builder
        .serviceConfiguration(
            S3Configuration.builder()
                .pathStyleAccessEnabled(isPathStyle(store, endpoint))
                .checksumValidationEnabled(store.checksum() == Checksum.MD5)
                .build())
        .endpointProvider(new KnownEndpoints())
        .httpClientBuilder(new OwnedClient(http))
        // Attempts are ours, in one place; so is the time after which they end.
        .overrideConfiguration(
            configuration -> {
              configuration
                  .retryPolicy(RetryPolicy.none())
                  .addExecutionInterceptor(clock)
                  .addExecutionInterceptor(new Md5Interceptor());
              if (endpoint != null && "http".equals(endpoint.getScheme())) {
                configuration.putAdvancedOption(SdkAdvancedClientOption.SIGNER, new BodySigner());
              }
            })
        .build();
  }

  private static S3ClientBuilder builder(
      S3Options options,
      Region region,
      @Nullable URI endpoint,
      Optional<AwsCredentialsProvider> credentials) {
    S3ClientBuilder builder =
        InstanceBuilder.ofType(S3ClientBuilderFactory.class)
            .fromClass(options.getS3ClientFactoryClass())
            .build()
            .createBuilder(options)
            .region(region);
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    // Not by way of the options, which are written down and sent to workers.
    credentials.ifPresent(builder::credentialsProvider);
    return builder;
  }

  private static boolean isPathStyle(StoreFile store, @Nullable URI endpoint) {
    return store
        .pathStyle()
        .orElse(endpoint != null && isOneHost(String.valueOf(endpoint.getHost())));
  }

  /** Gives an HTTP client to the SDK, which closes it with its own. */
  private record OwnedClient(SdkHttpClient client) implements SdkHttpClient.Builder<OwnedClient> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return client;
    }
  }

  /** Whether a host has no names below it for buckets. */
  private static boolean isOneHost(String host) {
    return host.indexOf('.') < 0 || host.matches("[0-9.]+") || host.startsWith("[");
  }
}
