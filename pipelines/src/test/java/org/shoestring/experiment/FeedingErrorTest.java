package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.object.ImmutableObject;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedingErrorTest {

  @Test
  void run_threadOfAStageHasAnError_endsTheStage(@TempDir Path folder) throws Exception {
    Bench bench =
        new Bench(
            folder,
            """
            experiment: e
            workspace: w
            stages:
              raw: {import: raw.tsv, columns: [a]}
              piped: {pipe: raw, command: cat, columns: [a]}
              model: {train: raw, command: "cp {input}/* {out}"}
            """);
    bench.write("raw.tsv", "a\n");
    String raw = Bench.finished(bench.runStages(List.of("raw")), "raw").output().folder();
    Stores broken =
        TestStores.with(
            raw,
            new ForwardingStore(Stores.withoutOptions().at(raw)) {
              @Override
              public InputStream open(ImmutableObject object) {
                throw new LinkageError("a class is gone");
              }
            });
    bench.in(() -> broken);

    Map<String, StageResult> results = bench.attempt();

    assertThat(Bench.ends(results)).containsExactly("raw CACHED", "piped FAILED", "model FAILED");
    for (String stage : List.of("piped", "model")) {
      assertThat(Bench.result(results, stage).error())
          .hasRootCauseInstanceOf(LinkageError.class)
          .hasRootCauseMessage("a class is gone");
    }
  }
}
