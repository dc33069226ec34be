package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.store.Stores;

/** Checkpoints in a bucket of a fake of Google Cloud Storage. */
@Tag("long")
@Timeout(120)
class CheckpointsOnGcsTest {
  @Test
  void attempts_onTwoMachines_followOneAnother(@TempDir Path folder) throws Exception {
    try (FakeGcs server = FakeGcs.over(Files.createDirectory(folder.resolve("gcs")), "bucket")) {
      Stores stores =
          Stores.of(
              () ->
                  PipelineOptionsFactory.fromArgs(
                          "--gcsEndpoint=" + server.gcsEndpoint(),
                          "--project=test",
                          "--credentialFactoryClass="
                              + "org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory")
                      .create());
      CheckpointBench bench = new CheckpointBench(folder, stores.at("gs://bucket/training"));
      bench.attempt("a", "step-1", "step-2", "step-3", "step-4", "best");
      bench.print(1, "4 loss nan");

      assertThat(bench.begins("b", CheckpointBench.SETTINGS))
          .isEqualTo("attempt 2 continues from checkpoint 1/3 (step-3, saved on a)");
      assertThat(bench.local("b")).isEqualTo(Map.of("step-3", "step-3 on a"));
      bench.attempt("c", "step-5");
      assertThat(bench.stored()).contains("3/1 step-5").doesNotContain("1/1 step-1");
    }
  }
}
