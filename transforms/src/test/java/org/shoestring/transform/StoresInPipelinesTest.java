package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.rows.TsvIO;
import org.shoestring.tsv.TsvRow;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Pipelines in one process that speak to different servers by the same names. */
@Tag("long")
class StoresInPipelinesTest {
  private static final String COPY = "s3://bucket/copy";

  private static S3Options options(S3Proxy server) {
    S3Options options = PipelineOptionsFactory.as(S3Options.class);
    options.setEndpoint(URI.create(server.endpoint()));
    options.setAwsRegion(Region.US_EAST_1);
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)));
    options.as(DirectOptions.class).setBlockOnRun(false);
    return options;
  }

  private static Pipeline writing(S3Proxy server, String text) {
    Pipeline pipeline = Pipeline.create(options(server));
    pipeline
        .apply(Create.of(TsvRow.of(text, "1"), TsvRow.of(text, "2")).withCoder(TsvRowCoder.of()))
        .apply(TsvIO.write().to("s3://bucket/rows").withColumns("text", "number"));
    return pipeline;
  }

  private static Pipeline copying(S3Proxy server) {
    Pipeline pipeline = Pipeline.create(options(server));
    pipeline
        .apply(TsvIO.read().from("s3://bucket/rows"))
        .apply(TsvIO.write().to(COPY).withColumns("text", "number"));
    return pipeline;
  }

  /** Both are put together before either runs, and they run at once. */
  private static void runBoth(Pipeline one, Pipeline other) {
    PipelineResult first = one.run();
    PipelineResult second = other.run();
    assertThat(first.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    assertThat(second.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private static List<String> rows(S3Proxy server) throws IOException {
    List<String> found = new ArrayList<>();
    try (TableReader rows = Table.in(Stores.of(options(server)), COPY, TableName.MAIN).rows(0)) {
      while (rows.next()) {
        found.add(rows.row().toString());
      }
    }
    return found;
  }

  @Test
  void twoPipelines_otherEndpoints_eachSpeaksToItsOwn(@TempDir Path folder) throws IOException {
    try (S3Proxy one = S3Proxy.over(folder.resolve("one"), "bucket");
        S3Proxy other = S3Proxy.over(folder.resolve("other"), "bucket")) {
      runBoth(writing(one, "one"), writing(other, "other"));
      runBoth(copying(one), copying(other));

      assertThat(rows(one)).containsExactlyInAnyOrder("one\t1", "one\t2");
      assertThat(rows(other)).containsExactlyInAnyOrder("other\t1", "other\t2");
    }
  }
}
