package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/**
 * Whole runs on an S3 server that ignores {@code If-None-Match}: only the leases, read back, keep
 * two machines from the same work.
 */
@Tag("long")
@Timeout(300)
class StoreWithoutConditionsEndToEndTest {
  private static final String BUCKET = "minio://bucket";

  private final Path folder;
  private final Path stored;
  private S3Proxy server;
  private FaultProxy proxy;
  private Shoestring shoestring;

  StoreWithoutConditionsEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
    this.stored = folder.resolve("server/buckets/bucket/w");
  }

  @BeforeEach
  void start() throws IOException {
    Path from = Path.of("..", "data-samples", "en-de").toAbsolutePath().normalize();
    for (String file : List.of("en-de.yaml", "en-de.tsv.gz")) {
      Files.copy(from.resolve(file), folder.resolve(file));
    }
    server = S3Proxy.openOver(folder.resolve("server"), "bucket");
    proxy = FaultProxy.of(server.port());
    proxy.inject(FaultRule.always(new Fault.DropHeader("If-None-Match")));
    shoestring =
        Shoestring.in(folder)
            .in(
                Map.of(
                    "MINIO_ENDPOINT", proxy.endpoint(),
                    "MINIO_ACCESS_KEY", S3Proxy.ACCESS_KEY,
                    "MINIO_SECRET_KEY", S3Proxy.SECRET_KEY));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private static String[] run(String workspace) {
    return new String[] {"run", "en-de.yaml", "--set", "workspace=" + workspace, "--lease", "5"};
  }

  @Test
  void doctor_tellsThatTheSecondCreateWins() throws Exception {
    Shoestring.Result result = shoestring.run("doctor", BUCKET + "/w").good();

    assertThat(result.out())
        .containsOnlyOnce("WARN")
        .contains(
            "WARN  create      the second of two creates replaced the first; leases let one machine"
                + " at a time write, ");
    assertThat(proxy.injected()).isNotEmpty();
  }

  @Test
  void run_twoMachines_makeEveryStageOnceAndAsInAFolder() throws Exception {
    shoestring.run(run("here")).good();
    List<Shoestring.Running> machines = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      machines.add(shoestring.onMachine(name).start(run(BUCKET + "/w")));
    }
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    for (Shoestring.Running machine : machines) {
      Shoestring.Result result = machine.end().good();
      out.append(result.out());
      err.append(result.err());
      assertThat(result.out()).contains("bleu\tBLEU\t37.18816533804031\t");
    }

    assertThat(out.toString().lines().filter(line -> line.contains(" DONE  "))).hasSize(7);
    assertThat(err.toString()).contains(" is running this stage; waiting for its output");
    assertThat(Outputs.digests(stored)).isEqualTo(Outputs.digests(folder.resolve("here")));
    assertThat(proxy.injected()).isNotEmpty();
  }

  @Test
  void run_otherMachineIsKilled_takesItsWorkOver() throws Exception {
    shoestring.run(run("here")).good();
    Shoestring.Running dying = shoestring.onMachine("a").start(run(BUCKET + "/w"));
    while (dying.process().isAlive() && !Files.exists(stored.resolve("leases"))) {
      Thread.sleep(50);
    }
    dying.signal("KILL");
    dying.process().waitFor();
    Map<String, String> finished = Outputs.finishedShards(stored);

    shoestring.onMachine("b").run(run(BUCKET + "/w")).good();

    assertThat(Outputs.finishedShards(stored)).containsAllEntriesOf(finished);
    assertThat(Outputs.digests(stored)).isEqualTo(Outputs.digests(folder.resolve("here")));
  }
}
