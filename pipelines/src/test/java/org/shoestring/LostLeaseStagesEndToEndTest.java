package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.FolderWalk;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;

/**
 * Stages of each type in the middle of which another machine has taken over: they end soon, wait
 * for that machine, and go on with what is finished when it falls silent.
 */
@Tag("long")
@Timeout(300)
class LostLeaseStagesEndToEndTest extends StoppedFixture {
  /** What nobody stops goes on for longer: a store and programs that do not answer. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Pattern SHARD = Pattern.compile("/outputs/([a-z]+-[0-9a-f]{32})/.*part-");

  private static final LeaseHolder OTHER =
      new LeaseHolder("id", "other-host", "another machine", 7, "1");

  /** Each is the input of the next, so that one is at work at a time; those with a program last. */
  private static final List<String> STAGES =
      List.of("raw", "clean", "unique", "data", "mixed", "score", "hyp", "model");

  private final Set<String> undisturbed = ConcurrentHashMap.newKeySet();

  LostLeaseStagesEndToEndTest(@TempDir Path temp) throws IOException {
    super(temp);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: test://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [a, b], shard-size: 8000}
          clean: {preprocess: raw, steps: [length: {min: 1, max: 100}]}
          unique: {preprocess: clean, steps: [deduplicate: {columns: b}]}
          data: {split: unique, into: {train: rest, dev: 300}}
          mixed: {shard: data.train, into: 6}
          score: {score: "mixed:a", against: "mixed:b", metric: bleu}
          hyp: {pipe: "mixed:b", command: "PROGRAM : {score.scores}; tr a-z A-Z", columns: [h]}
          model: {train: hyp, command: "PROGRAM echo 1 > {out}/model"}
        """
            .replace("PROGRAM", program()));
  }

  /** The second shard of each output reaches the store, which does not answer. */
  private FaultRule stalled() {
    Map<String, AtomicInteger> shards = new ConcurrentHashMap<>();
    return FaultRule.always(new Fault.StallAnswer(0))
        .when(
            request -> {
              Matcher shard = SHARD.matcher(request.target());
              return shard.find()
                  && !undisturbed.contains(shard.group(1))
                  && shards
                          .computeIfAbsent(shard.group(1), o -> new AtomicInteger())
                          .getAndIncrement()
                      > 0;
            })
        .on("PUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink-local"})
  void run_laterClaimInEachStage_stopsItSoonAndKeepsWhatIsFinished(String runner) throws Exception {
    Shoestring here = Shoestring.in(folder);
    Files.createFile(state.resolve("go"));
    here.run("run", "e.yaml", "--set", "workspace=alone").good();
    Files.delete(state.resolve("go"));
    try (S3Proxy server = S3Proxy.openOver(folder.resolve("server"), "bucket");
        FaultProxy proxy = FaultProxy.of(server.port())) {
      TestStoreFile.write(folder, proxy.endpoint());
      proxy.inject(stalled());
      Path workspace = folder.resolve("server/buckets/bucket/w");
      Shoestring.Running running =
          here.in(Map.of("MY_KEY", S3Proxy.ACCESS_KEY, "MY_SECRET", S3Proxy.SECRET_KEY))
              .start("run", "e.yaml", "-j", "2", "--lease", "3", "--runner", runner);
      Map<String, String> finished = new TreeMap<>();
      for (String stage : STAGES) {
        boolean isProgram = stage.matches("hyp|model");
        int before = proxy.injected().size();
        await(
            running,
            isProgram
                ? () -> Files.exists(state.resolve("begun"))
                : () -> proxy.injected().size() > before);
        finished.putAll(Outputs.finishedShards(workspace));
        await(running, () -> !claims(workspace).isEmpty()); // Not while it is being replaced.
        Path claim = claims(workspace).get(0);
        undisturbed.add(output(workspace, claim));
        Files.deleteIfExists(state.resolve("begun"));
        Files.createFile(state.resolve("go")); // For the attempt that goes on.

        long start = System.nanoTime();
        takeOver(server, workspace.relativize(claim.resolveSibling("000001")));

        String lost =
            "shoestring: "
                + stage
                + ": other-host (process 7) took over, because this process was silent for too"
                + " long; waiting for its output\n";
        await(
            running,
            () -> said(running).contains(lost) || System.nanoTime() - start > SOON.toNanos());
        assertThat(said(running)).contains(lost);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        awaitNoPrograms();
        if (!stage.equals("model")) { // After which the run ends.
          await(running, () -> isFinished(workspace, claim));
          Files.delete(state.resolve("go"));
        }
      }
      Shoestring.Result result = running.end().good();

      assertThat(result.err().lines().filter(line -> line.contains("took over"))).hasSize(8);
      assertThat(result.err()).doesNotContain("failed", "Exception");
      assertThat(Outputs.finishedShards(workspace)).containsAllEntriesOf(finished);
      assertThat(Outputs.digests(workspace)).isEqualTo(Outputs.digests(folder.resolve("alone")));
      assertThat(files(workspace.resolve("leases"))).isZero();
    }
  }

  /** Another machine claims what this one has claimed. */
  private static void takeOver(S3Proxy server, Path claim) throws Exception {
    byte[] content = new LeaseClaim(OTHER, Duration.ofSeconds(2), 0, List.of()).content();
    URI object = URI.create(server.endpoint() + "/bucket/w/" + claim);
    HttpRequest put =
        HttpRequest.newBuilder(object).PUT(BodyPublishers.ofByteArray(content)).build();
    assertThat(HttpClient.newHttpClient().send(put, BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private static String said(Shoestring.Running running) {
    try {
      return Files.readString(running.err());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The claims there are. */
  private static List<Path> claims(Path workspace) {
    List<Path> claims = new ArrayList<>();
    try {
      FolderWalk.files(workspace.resolve("leases"), claims::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    claims.removeIf(file -> !file.getFileName().toString().matches("[0-9]{6}"));
    return claims;
  }

  /** The output that a claim is to. */
  private static String output(Path workspace, Path claim) {
    return workspace.relativize(claim).getName(1).toString();
  }

  /** Whether the output of a claim is made, and the claim given up. */
  private static boolean isFinished(Path workspace, Path claim) {
    Path output = workspace.resolve("outputs").resolve(output(workspace, claim));
    return Files.exists(output.resolve("_manifest.tsv")) && !Files.exists(claim);
  }
}
