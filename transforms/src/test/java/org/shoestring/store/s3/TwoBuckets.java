package org.shoestring.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;

/**
 * A bucket that sends its requests itself, and one that has the SDK send them. Both have one
 * connection, which an answer that nobody closes would keep.
 */
final class TwoBuckets implements AutoCloseable {
  final ScriptedServer server;
  final Bucket direct;
  final Bucket bySdk;

  TwoBuckets() throws IOException {
    server = new ScriptedServer();
    direct = bucket(oneConnection());
    S3Options options = oneConnection();
    options.setS3ClientFactoryClass(SdkFactory.class);
    bySdk = bucket(options);
  }

  /** Who has their own factory of clients gets everything from the SDK. */
  public static final class SdkFactory extends DefaultS3ClientBuilderFactory {}

  /** What is done with a bucket, and what comes of it. */
  interface Act {
    String on(Bucket bucket) throws IOException;
  }

  StoreFile file() {
    return TestStores.file("s3", "type: s3", "endpoint: " + server.endpoint(), "region: us-east-1");
  }

  static S3Options oneConnection() {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setHttpClientConfiguration(
        HttpClientConfiguration.builder()
            .maxConnections(1)
            .connectionAcquisitionTimeout(1000)
            .build());
    return options;
  }

  private Bucket bucket(S3Options options) throws IOException {
    return new S3Provider()
        .open(file(), new StoreOptions(options, Set.of()), "bucket", new Traffic());
  }

  void assertThatBothSayTheSame(ScriptedAnswer answer, Act act) {
    server.script(answer);
    String expected = outcome(act, bySdk);
    int requests = server.asked().size();
    server.script(answer);

    assertThat(outcome(act, direct)).isEqualTo(expected);
    assertThat(server.asked()).hasSize(requests);
  }

  private static String outcome(Act act, Bucket bucket) {
    try {
      return act.on(bucket);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws IOException {
    direct.close();
    bySdk.close();
    server.close();
  }
}
