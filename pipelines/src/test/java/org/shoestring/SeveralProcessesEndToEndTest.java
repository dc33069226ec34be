package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample's experiment from raw text to BLEU: two processes train on a stream from S3 and are
 * killed three times, one continues, and then three.
 */
@Tag("long")
@Timeout(900)
class SeveralProcessesEndToEndTest {
  private static final int STEPS = 400;

  private final MovedSample sample;

  SeveralProcessesEndToEndTest(@TempDir Path folder) throws IOException {
    this.sample = MovedSample.into(folder, STEPS);
    sample.replace("    train: shards\n", "    train: shards\n    data: stream\n");
  }

  @Test
  void run_twoProcessesKilledThreeTimesThenOneThenThree_endsInABleu() throws Exception {
    try (S3Server s3 = S3Server.in(sample.server())) {
      Map<String, String> environment = new HashMap<>(s3.environment());
      environment.putAll(PyTorch.environment());
      List<String> said = new ArrayList<>();
      for (int kill = 1; kill <= 3; kill++) {
        said.add(
            killed(machine(environment, "ab".substring(kill % 2, kill % 2 + 1), 2), 60 * kill));
      }
      said.add(killed(machine(environment, "a", 1), 240));
      Shoestring.Result end = machine(environment, "b", 3).run(MovedSample.run()).good();
      said.add(end.err());

      assertThat(said.get(0)).contains("attempt 1 starts from nothing");
      for (int attempt = 2; attempt <= 5; attempt++) {
        assertThat(said.get(attempt - 1))
            .as(String.join("\n", said))
            .contains("attempt " + attempt + " continues from checkpoint " + (attempt - 1) + "/");
      }
      String score = MovedSample.last(end.out());
      assertThat(score).startsWith("bleu\tBLEU\t");
      assertThat(Double.parseDouble(score.split("\t", -1)[2])).isGreaterThan(15);
    }
  }

  private Shoestring machine(Map<String, String> environment, String name, int processes) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PROCESSES", Integer.toString(processes));
    return Shoestring.in(sample.folder()).in(all).onMachine(name);
  }

  /** Kills this program and all processes of the trainer, when a step is on the storage. */
  private String killed(Shoestring machine, int step) throws Exception {
    return sample.interrupted(machine, "KILL", step).err();
  }
}
