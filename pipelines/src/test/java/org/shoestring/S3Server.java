package org.shoestring;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.Stores;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** A running S3 server with a bucket {@code bucket}, for processes and for this one. */
public record S3Server(S3Proxy proxy) implements AutoCloseable {

  /** Starts it, with its files in a folder. */
  public static S3Server in(Path folder) throws IOException {
    return new S3Server(S3Proxy.over(folder, "bucket"));
  }

  /** Stores whose {@code s3://} is this server. */
  public Stores stores() {
    return stores(proxy.endpoint());
  }

  /** The same with something else before the server. */
  public Stores stores(String endpoint) {
    return Stores.of(
        () -> {
          S3Options options = PipelineOptionsFactory.as(S3Options.class);
          options.setEndpoint(URI.create(endpoint));
          options.setAwsRegion(Region.US_EAST_1);
          options.setAwsCredentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)));
          return options;
        });
  }

  /** The environment in which {@code s3://} of a process speaks to it. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        proxy.endpoint(),
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        S3Proxy.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        S3Proxy.SECRET_KEY);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
