package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two machines on one workspace in S3, killed at any moment: what one has finished the other takes,
 * and the end is the same as undisturbed.
 */
@Tag("long")
@Timeout(600)
class TwoMachinesEndToEndTest {
  private static final int KILLS = 20;
  private static final int LINES = 4000;

  private final Path folder;

  TwoMachinesEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("raw.tsv.gz")))) {
      Random random = new Random(7);
      for (int i = 0; i < LINES; i++) {
        String line = Long.toString(random.nextLong(), 36) + "\tline " + i % 3700 + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: undisturbed
        stages:
          raw: {import: raw.tsv.gz, columns: [a, b], shard-size: 8000}
          clean: {preprocess: raw, steps: [deduplicate: {columns: b}]}
          data: {split: clean, into: {train: rest, dev: 300}}
          mixed: {shard: data.train, into: 6}
          model:
            train: clean
            command: "for i in 1 2 3 4 5 6; do sleep 0.2; touch {checkpoints}/$i; done; ls {checkpoints} > {out}/model"
          hyp: {pipe: "clean:b", command: "sleep 0.1; tr a-z A-Z", columns: [h]}
          score: {score: hyp, against: "clean:b", metric: [exact-match, bleu]}
        """);
  }

  @Test
  void run_killedOnTwoMachines_endsAsUndisturbedAndRepeatsNothingFinished() throws Exception {
    Shoestring here = Shoestring.in(folder);
    here.run("run", "e.yaml").good();
    Map<String, String> undisturbed = Outputs.digests(folder.resolve("undisturbed"));
    Path server = folder.resolve("server");
    try (S3Server s3 = S3Server.in(server)) {
      List<Shoestring> machines =
          List.of(
              here.in(s3.environment()).onMachine("a"), here.in(s3.environment()).onMachine("b"));
      Random random = new Random(42);
      int killed = 0;
      for (int round = 0; killed < KILLS; round++) {
        String workspace = "w" + round;
        Path stored = server.resolve("buckets/bucket").resolve(workspace);
        killed += killUntilDone(machines, workspace, stored, random, KILLS - killed);
        assertThat(Outputs.digests(stored)).isEqualTo(undisturbed);
      }
    }
  }

  /** Runs on both machines; returns how many were killed before all was done. */
  private static int killUntilDone(
      List<Shoestring> machines, String workspace, Path stored, Random random, int most)
      throws Exception {
    String[] run = {"run", "e.yaml", "--set", "workspace=s3://bucket/" + workspace, "--lease", "3"};
    Shoestring.Running[] running = new Shoestring.Running[machines.size()];
    int killed = 0;
    for (int i = 0; i < running.length; i++) {
      running[i] = machines.get(i).start(run);
    }
    while (killed < most) {
      int victim = random.nextInt(running.length);
      Process process = running[victim].process();
      if (process.waitFor(1000 + random.nextInt(2500), TimeUnit.MILLISECONDS)) {
        break; // All is done, as the other machine will find.
      }
      Map<String, String> finished = Outputs.finishedShards(stored);
      running[victim].signal("KILL");
      process.waitFor();
      killed++;
      running[victim] = machines.get(victim).start(run);
      assertThat(Outputs.finishedShards(stored)).containsAllEntriesOf(finished);
    }
    Map<String, String> finished = Outputs.finishedShards(stored);
    for (Shoestring.Running machine : running) {
      machine.end().good();
    }
    assertThat(Outputs.finishedShards(stored)).containsAllEntriesOf(finished);
    return killed;
  }
}
