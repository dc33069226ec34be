package org.shoestring.store.s3;

import java.net.URI;
import java.util.function.Supplier;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.remote.StoreOptions;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * What Beam's options say of a store. Where none is set, these are their defaults, found without
 * Beam: it takes longer to load its options than to copy a small file.
 *
 * @param endpoint null for that of the store
 * @param region looks for it; null if nobody knows it
 * @param credentials of the user, where the store's file names none
 * @param credentialsGiven whether an option names these
 * @param http null for our own settings of connections
 * @param proxy null for that of the machine
 * @param hasUsualClient whether nobody's own factory of clients has a say
 * @param puts what requests that write say
 * @param beamOptions all options, for the SDK's client
 */
record S3Settings(
    @Nullable URI endpoint,
    Supplier<@Nullable Region> region,
    Supplier<AwsCredentialsProvider> credentials,
    boolean credentialsGiven,
    @Nullable HttpClientConfiguration http,
    @Nullable ProxyConfiguration proxy,
    boolean hasUsualClient,
    PutSettings puts,
    Supplier<S3Options> beamOptions) {

  /** Those of a store. */
  static S3Settings of(StoreFile store, StoreOptions given) {
    return given.areUnset() ? usual(store, given) : of(store, options(store, given));
  }

  private static S3Settings usual(StoreFile store, StoreOptions given) {
    return new S3Settings(
        null,
        isAws(store) || store.region().isEmpty()
            ? S3Settings::known
            : () -> Region.of(store.region().get()),
        DefaultCredentialsProvider::create,
        false,
        null,
        null,
        true,
        PutSettings.usual(store.checksum()),
        () -> options(store, given));
  }

  private static S3Settings of(StoreFile store, S3Options options) {
    boolean areOpen = store.credentials() instanceof StoreFile.Credentials.Default;
    return new S3Settings(
        options.getEndpoint(),
        options::getAwsRegion,
        options::getAwsCredentialsProvider,
        areOpen && !(options.getAwsCredentialsProvider() instanceof DefaultCredentialsProvider),
        options.getHttpClientConfiguration(),
        options.getProxyConfiguration(),
        options.getS3ClientFactoryClass() == DefaultS3ClientBuilderFactory.class,
        PutSettings.of(options, store.checksum()),
        () -> options);
  }

  /** As Beam's option looks for it. */
  private static @Nullable Region known() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      return null; // Nobody knows it.
    }
  }

  private static boolean isAws(StoreFile store) {
    return store.name().equals("s3");
  }

  /** Beam's options for {@code s3}; for other stores only how this machine reaches the network. */
  private static S3Options options(StoreFile store, StoreOptions all) {
    S3Options given = all.beam().as(S3Options.class);
    if (isAws(store)) {
      return given;
    }
    S3Options own = PipelineOptionsFactory.as(S3Options.class);
    own.setHttpClientConfiguration(given.getHttpClientConfiguration());
    own.setProxyConfiguration(given.getProxyConfiguration());
    // Set, it is not looked for: AWS's search ends in a request to the machine's host.
    store.region().ifPresent(region -> own.setAwsRegion(Region.of(region)));
    return own;
  }
}
