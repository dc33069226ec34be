package org.shoestring.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.StoreOptions;

/**
 * What arrives of requests for objects with odd names, after all that HTTP clients do to addresses:
 * the same whether a bucket sends them itself or the SDK does.
 */
class ArrivedRequestsTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final ScriptedServer server = new ScriptedServer();

  ArrivedRequestsTest() throws IOException {
    server.script(ScriptedAnswer.of(200, CONTENT).withETag(CONTENT));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private List<String> arrived(S3Options options, String key) throws IOException {
    StoreFile file =
        TestStores.file("s3", "type: s3", "endpoint: " + server.endpoint(), "region: us-east-1");
    int before = server.asked().size();
    try (Bucket bucket =
        new S3Provider().open(file, new StoreOptions(options, Set.of()), "bucket", new Traffic())) {
      try (Bucket.Content content = bucket.read(key, 0, Optional.empty())) {
        assertThat(content.in().readAllBytes()).isEqualTo(CONTENT);
      }
      assertThat(bucket.create(key, CONTENT, false)).isTrue();
    }
    return server.asked().stream()
        .skip(before)
        .map(asked -> asked.method() + " " + asked.target() + " " + asked.header("Host"))
        .toList();
  }

  @ParameterizedTest
  @FieldSource("org.shoestring.store.s3.DirectRequestsTest#KEYS_OF_OBJECTS")
  void request_anyKey_arrivesAsThatOfTheSdk(String key) throws IOException {
    S3Options bySdk = PipelineOptionsFactory.as(S3Options.class);
    bySdk.setS3ClientFactoryClass(TwoBuckets.SdkFactory.class);

    List<String> arrived = arrived(PipelineOptionsFactory.as(S3Options.class), key);

    assertThat(arrived).isEqualTo(arrived(bySdk, key)).hasSize(2);
    String target = arrived.get(0).split(" ", -1)[1];
    assertThat(URI.create(target.replace("//", "/%2F")).getPath()).isEqualTo("/bucket/" + key);
  }
}
