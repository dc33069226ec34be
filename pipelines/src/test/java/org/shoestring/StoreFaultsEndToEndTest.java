package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/**
 * Whole runs in S3 whose store fails in their middle: for a while, which nobody notices, or until
 * it is given up, which is exit 5 and goes on where it was.
 */
@Tag("long")
@Timeout(300)
class StoreFaultsEndToEndTest {
  @TempDir private static Path folder = Path.of("");
  private static S3Proxy server;
  private static FaultProxy proxy;
  private static Shoestring shoestring;
  private static Map<String, String> undisturbed = Map.of();

  @BeforeAll
  static void start() throws Exception {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      lines.append(Long.toString(random.nextLong(), 36)).append("\tLine ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("raw.tsv"), lines);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: here
        stages:
          raw: {import: raw.tsv, columns: [a, b], shard-size: 10000}
          clean: {preprocess: raw, steps: [lowercase, deduplicate: {columns: b}]}
          mixed: {shard: clean, into: 3}
          score: {score: "clean:a", against: "raw:a", metric: exact-match}
        """);
    server = S3Proxy.over(folder.resolve("server"), "bucket");
    proxy = FaultProxy.of(server.port());
    Path store = folder.resolve("runners-config/stores/test.conf");
    Files.createDirectories(store.getParent());
    Files.write(
        store,
        List.of(
            "type: s3",
            "endpoint: " + proxy.endpoint(),
            "region: us-east-1",
            "credentials: env MY_KEY MY_SECRET",
            "conditional-create: yes",
            "give-up-after: 4s"));
    shoestring =
        Shoestring.in(folder)
            .in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY));
    shoestring.run("run", "e.yaml").good();
    undisturbed = Outputs.digests(folder.resolve("here"));
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private static Shoestring.Result run(String workspace) throws Exception {
    return shoestring.run("run", "e.yaml", "--set", "workspace=test://bucket/" + workspace);
  }

  private static void checkStored(String workspace) throws IOException {
    Path stored = folder.resolve("server/buckets/bucket").resolve(workspace);
    assertThat(Outputs.digests(stored)).isEqualTo(undisturbed);
  }

  /**
   * What a store does from some request on, for good.
   *
   * @param said by the error
   */
  record ForGood(String name, Fault fault, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<ForGood> forGood() {
    String givenUp = "; gave up after ";
    return List.of(
        new ForGood("requests-cut", new Fault.CutRequest(60, End.RESET), givenUp),
        new ForGood("answers-cut", new Fault.CutAnswer(60, End.CLOSE), givenUp),
        new ForGood("answers-lost", new Fault.LoseAnswer(End.CLOSE), givenUp),
        new ForGood("silent", new Fault.StallAnswer(0), givenUp),
        new ForGood("busy", Answer.s3(503, "SlowDown", "Please slow down."), givenUp),
        new ForGood("clock-off", Answer.s3(403, "RequestTimeTooSkewed", "Too late."), givenUp),
        new ForGood(
            "expired",
            Answer.s3(400, "ExpiredToken", "It has expired."),
            "; the session credentials have expired; get new ones ("),
        new ForGood(
            "bucket-gone",
            Answer.s3(404, "NoSuchBucket", "It is gone."),
            "no such bucket; create"));
  }

  @ParameterizedTest
  @MethodSource("forGood")
  void run_storeFailsForGood_isExit5AndGoesOnLater(ForGood failing) throws Exception {
    String workspace = failing.name();
    int good = 20 + 5 * forGood().indexOf(failing);
    int before = proxy.requests().size();
    FaultRule broken = FaultRule.always(failing.fault());
    proxy.inject(broken.when(request -> request.number() >= before + good));

    Shoestring.Result failed = run(workspace);

    assertThat(failed.code()).as(failed.err()).isEqualTo(5);
    assertThat(failed.err())
        .contains("shoestring: ", "test://bucket", failing.said())
        .doesNotContain("internal error", "\tat ", S3Proxy.SECRET_KEY);
    assertThat(proxy.requests().size()).isGreaterThan(before + good);

    proxy.inject(FaultRule.NONE);
    run(workspace).good();
    checkStored(workspace);
  }

  @Test
  void run_storeFailsNowAndThen_isAsUndisturbed() throws Exception {
    Random random = new Random(11);
    int before = proxy.injected().size();
    proxy.inject(
        request -> {
          synchronized (random) {
            return random.nextInt(4) == 0 ? Optional.of(any(random)) : Optional.empty();
          }
        });

    run("now-and-then").good();

    assertThat(proxy.injected().size()).isGreaterThan(before + 10);
    proxy.inject(FaultRule.NONE);
    checkStored("now-and-then");
  }

  private static Fault any(Random random) {
    End end = random.nextBoolean() ? End.CLOSE : End.RESET;
    return switch (random.nextInt(5)) {
      case 0 -> new Fault.CutRequest(random.nextInt(2000), end);
      case 1 -> new Fault.CutAnswer(random.nextInt(2000), end);
      case 2 -> new Fault.LoseAnswer(end);
      case 3 -> new Fault.FlipBit(random.nextInt(200));
      default -> Answer.of(List.of(500, 503, 429).get(random.nextInt(3)));
    };
  }
}
