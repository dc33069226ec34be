package org.shoestring.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.store.TestStores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.OptionSnapshot;
import org.shoestring.store.remote.StoreOptions;

class S3SettingsTest {
  private static final List<String> OWN =
      List.of("type: s3", "endpoint: http://127.0.0.1:1", "region: eu-west-1");

  private static List<Object> all(S3Settings settings) {
    return Arrays.asList(
        settings.endpoint(),
        settings.region().get(),
        settings.credentials().get().getClass(),
        settings.credentialsGiven(),
        settings.http(),
        settings.proxy(),
        settings.hasUsualClient(),
        settings.puts(),
        settings.beamOptions().get().getAwsRegion());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "own"})
  void of_noOptions_areTheDefaultsOfBeam(String name) {
    StoreFile store = TestStores.file(name, OWN.toArray(new String[0]));
    StoreOptions beam = new StoreOptions(PipelineOptionsFactory.create(), Set.of());

    assertThat(all(S3Settings.of(store, StoreOptions.unset(PipelineOptionsFactory::create))))
        .isEqualTo(all(S3Settings.of(store, beam)));
  }

  @Test
  void of_noOptions_areThoseOfAnEmptySnapshot() {
    assertThat(OptionSnapshot.of(PipelineOptionsFactory.create())).isEqualTo(OptionSnapshot.UNSET);
  }

  @Test
  void read_noOptions_asksForNone() throws IOException {
    try (ScriptedServer server = new ScriptedServer()) {
      StoreFile store =
          TestStores.file("own", "type: s3", "endpoint: " + server.endpoint(), "region: us-east-1");
      byte[] content = "content".getBytes(UTF_8);
      server.script(ScriptedAnswer.of(200, content).withETag(content));
      try (Bucket bucket =
          new S3Provider()
              .open(store, StoreOptions.unset(S3SettingsTest::none), "bucket", new Traffic())) {

        assertThat(bucket.read("a", 0, Optional.empty()).in()).hasContent("content");
      }
    }
  }

  private static PipelineOptions none() {
    throw new AssertionError("options are loaded");
  }
}
