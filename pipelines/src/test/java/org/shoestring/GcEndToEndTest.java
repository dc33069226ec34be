package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule.Request;

/**
 * {@code gc} on one machine, slow or suspended, while another one runs the experiment whose outputs
 * it removes: what that makes or finds is whole afterwards.
 */
@Tag("long")
@Timeout(300)
class GcEndToEndTest {
  private static final int LINES = 3000; // In more shards than are deleted at once.

  @TempDir private static Path folder = Path.of("");
  private static Path stored = Path.of("");
  private static S3Server server;
  private static FaultProxy proxy;
  private static Shoestring collecting;
  private static Shoestring running;

  @BeforeAll
  static void start() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      lines.append("Line ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("raw.tsv"), lines);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: s3://bucket/w
        stages:
          raw: {import: raw.tsv, columns: [a], shard-size: 700}
          clean: {preprocess: raw, steps: [lowercase]}
        """);
    stored = folder.resolve("server/buckets/bucket");
    server = S3Server.in(folder.resolve("server"));
    proxy = FaultProxy.of(server.proxy().port());
    Map<String, String> slow = new HashMap<>(server.environment());
    slow.put("AWS_ENDPOINT_URL_S3", proxy.endpoint());
    collecting = Shoestring.in(folder).in(slow).onMachine("collecting");
    running = Shoestring.in(folder).in(server.environment()).onMachine("running");
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private static boolean deletes(Request request) {
    return request.method().equals("DELETE") && request.target().contains("/outputs/");
  }

  private static boolean putsManifest(Request request) {
    return request.method().equals("PUT")
        && request.target().contains("/outputs/")
        && request.target().contains("_manifest.tsv");
  }

  /** Runs the experiment in a workspace of its own. */
  private static Shoestring.Running run(String workspace) throws IOException {
    return running.start("run", "e.yaml", "--set", "workspace=s3://bucket/" + workspace);
  }

  /** Forgets the experiment, and removes all that it has made. */
  private static Shoestring.Running collect(String workspace) throws IOException {
    return collecting.start(
        "gc", "s3://bucket/" + workspace, "--forget", "e", "--grace", "0s", "--lease", "3");
  }

  /** All that the experiment makes is there, and a run finds that. */
  private static void checkWhole(String workspace, Map<String, String> undisturbed)
      throws Exception {
    assertThat(Outputs.digests(stored.resolve(workspace))).isEqualTo(undisturbed);
    String setting = "workspace=s3://bucket/" + workspace;
    assertThat(running.run("run", "e.yaml", "--set", setting).good().out().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("CACHED"));
    String lines = running.run("cat", "e.yaml:clean", "--set", setting).good().out();
    assertThat(lines.lines()).hasSize(LINES);
  }

  /** From now on each deletion takes a second longer; what is returned opens with the first. */
  private CountDownLatch deleteSlowly() {
    CountDownLatch deleting = new CountDownLatch(1);
    proxy.inject(
        request -> {
          if (deletes(request)) {
            deleting.countDown();
            pause(1000);
          }
          return Optional.empty();
        });
    return deleting;
  }

  @Test
  void gc_deletesSlowlyWhileAnotherMachineMakesTheSame_leavesThatWhole() throws Exception {
    run("slow").end().good();
    Map<String, String> undisturbed = Outputs.digests(stored.resolve("slow"));
    CountDownLatch deleting = deleteSlowly();
    Shoestring.Running gc = collect("slow");
    deleting.await();
    run("slow").end().good();
    gc.end().good();
    checkWhole("slow", undisturbed);
  }

  @Test
  void gc_suspendedBeyondItsClaim_deletesNothingOfWhatWasMadeMeanwhile() throws Exception {
    run("stopped").end().good();
    Map<String, String> undisturbed = Outputs.digests(stored.resolve("stopped"));
    CompletableFuture<Shoestring.Running> started = new CompletableFuture<>();
    CountDownLatch stopped = new CountDownLatch(1);
    proxy.inject(
        request -> {
          if (deletes(request) && stopped.getCount() > 0) {
            signal(started.join(), "STOP");
            stopped.countDown();
          }
          return Optional.empty();
        });
    Shoestring.Running gc = collect("stopped");
    started.complete(gc);
    stopped.await();
    run("stopped").end().good();
    signal(gc, "CONT");
    gc.end().good();
    checkWhole("stopped", undisturbed);
  }

  @Test
  void run_whileTheTombstoneIsOnItsWay_makesAgainWhatVanishes() throws Exception {
    run("looks").end().good();
    Map<String, String> undisturbed = Outputs.digests(stored.resolve("looks"));
    CountDownLatch held = new CountDownLatch(2); // The mark, and then the tombstone.
    CountDownLatch looked = new CountDownLatch(1);
    proxy.inject(
        request -> {
          if (putsManifest(request)) {
            held.countDown();
            if (held.getCount() == 0) {
              await(looked);
            }
          }
          return Optional.empty();
        });
    Shoestring.Running gc = collect("looks");
    held.await();
    Shoestring.Running looking = run("looks");
    while (!Files.readString(looking.err()).contains("is running this stage")) {
      assertThat(looking.process().isAlive()).as(Files.readString(looking.err())).isTrue();
      pause(50);
    }
    looked.countDown();
    gc.end().good();
    looking.end().good();
    checkWhole("looks", undisturbed);
  }

  @Test
  void gc_stopped_givesItsClaimUpAndIsEndedByTheNextAtOnce() throws Exception {
    IgnoredSignals.assumeHeeded("TERM");
    run("ended").end().good();
    CountDownLatch deleting = deleteSlowly();
    Shoestring.Running gc = collect("ended");
    deleting.await();
    signal(gc, "TERM");
    assertThat(gc.end().code()).isEqualTo(143);
    assertThat(files("ended/leases")).isEmpty();

    proxy.inject(request -> Optional.empty());
    String removed = collecting.run("gc", "s3://bucket/ended").good().out();
    assertThat(removed).as("though it is young").matches("output\toutputs/import-\\S+\t.*\n");
    assertThat(files("ended/" + removed.split("\t", 3)[1]))
        .containsExactlyInAnyOrder("_manifest.tsv", "000000-answer", "000000-question");
    run("ended").end().good();
  }

  /** The names of files below a folder of the bucket. */
  private static List<String> files(String path) throws IOException {
    if (!Files.exists(stored.resolve(path))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(stored.resolve(path))) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  private static void signal(Shoestring.Running process, String name) {
    try {
      process.signal(name);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
