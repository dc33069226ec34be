package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says of a cluster that is not there. */
class ClusterPlanTest {
  @TempDir private Path folder = Path.of("");

  private Shoestring.Result plan(String... options) throws Exception {
    Files.writeString(folder.resolve("raw.tsv"), "a\nb\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: here
        stages:
          raw: {import: raw.tsv, columns: [a]}
          model: {train: raw, command: "cp {input} {out}"}
        """);
    String[] words = {"run", "e.yaml", "-n", "--runner", "flink-cluster", "--"};
    String[] all = new String[words.length + options.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return Shoestring.in(folder).run(all);
  }

  @Test
  void dryRun_noCluster_printsThePlanAndThatNobodyAnswers() throws Exception {
    Shoestring.Result plan = plan("--flinkMaster=127.0.0.1:9", "--sharedFolders=true");

    assertThat(plan.code()).as(plan.err()).isEqualTo(2);
    assertThat(plan.out())
        .containsPattern("raw +RUN .*on the cluster")
        .containsPattern("model +AFTER .*on this machine");
    assertThat(plan.err()).contains("--flinkMaster=127.0.0.1:9: no Flink cluster answers there");
  }

  @Test
  void dryRun_workspaceOfThisMachine_isRefusedAsByARun() throws Exception {
    Shoestring.Result plan = plan("--flinkMaster=127.0.0.1:9");

    assertThat(plan.code()).as(plan.err()).isEqualTo(2);
    assertThat(plan.error()).contains("is a folder of this machine");
  }
}
