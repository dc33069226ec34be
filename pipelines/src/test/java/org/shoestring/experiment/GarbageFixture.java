package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.shoestring.experiment.gc.GarbageCollector;
import org.shoestring.experiment.gc.UnusedObjects;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseManager;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.removal.Removal;

/** An experiment of two stages in a workspace of its own, and collectors for that. */
public abstract class GarbageFixture {
  public static final Duration DAY = Duration.ofDays(1);

  /** What stays of an output that is removed, so that its folder is never used again. */
  public static final List<String> TOMBSTONE =
      List.of("_manifest.tsv", "_removal/000000-answer", "_removal/000000-question");

  private static final String YAML =
      """
      experiment: e
      workspace: w
      stages:
        raw: {import: raw.tsv, columns: [a]}
        clean: {preprocess: raw, steps: [empty]}
      """;

  public final Bench bench;
  public final ObjectStore store;

  public GarbageFixture(Path folder) throws IOException {
    this.bench = new Bench(folder, YAML);
    bench.write("raw.tsv", "a\n\nB\n");
    this.store = Stores.withoutOptions().at(folder.resolve("w").toString());
  }

  protected GarbageCollector collector(String... forgotten) {
    return new GarbageCollector(
        store,
        DAY,
        Set.of(forgotten),
        LeaseManager.DURATION,
        remark -> {
          throw new AssertionError(remark);
        });
  }

  /** What is found, {@code KIND NAME} each. */
  protected List<String> found(String... forgotten) throws IOException {
    return garbage(forgotten).stream().map(g -> g.kind() + " " + g.name()).toList();
  }

  protected List<UnusedObjects> garbage(String... forgotten) throws IOException {
    List<UnusedObjects> found = new ArrayList<>();
    collector(forgotten).find(found::add);
    return found;
  }

  /** Collects, with something done before each request that changes the workspace. */
  protected List<UnusedObjects> removeWith(HookedStore.Hook hook) throws IOException {
    List<UnusedObjects> removed = new ArrayList<>();
    new GarbageCollector(
            new HookedStore(store, hook), DAY, Set.of(), LeaseManager.DURATION, remark -> {})
        .remove(removed::add);
    return removed;
  }

  /** Something that is done before each request of a kind. */
  protected static HookedStore.Hook before(String request, String name, Work work) {
    return (asked, object) -> {
      if (asked.equals(request) && object.endsWith(name)) {
        work.run();
      }
    };
  }

  /** Something that is done once, before the first request of a kind. */
  protected static HookedStore.Hook once(String request, String name, Work work) {
    AtomicBoolean done = new AtomicBoolean();
    return before(
        request,
        name,
        () -> {
          if (done.compareAndSet(false, true)) {
            work.run();
          }
        });
  }

  protected interface Work {
    void run() throws IOException;
  }

  protected List<UnusedObjects> remove(String... forgotten) throws IOException {
    List<UnusedObjects> removed = new ArrayList<>();
    collector(forgotten).remove(removed::add);
    return removed;
  }

  /** The folders of outputs that are not given up. */
  protected List<String> outputs() throws IOException {
    List<String> folders = new ArrayList<>();
    for (StoredObject object : store.list("outputs/")) {
      String folder = object.name().split("/", 3)[1];
      Removal removal = Removal.of(store, "outputs/" + folder);
      if (!folders.contains(folder) && removal.look().state() != Removal.State.GIVEN_UP) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /** What is left in the folder of an output. */
  protected List<String> left(String folder) throws IOException {
    return store.list("outputs/" + folder + "/").stream()
        .map(object -> object.name().substring("outputs/".length() + folder.length() + 1))
        .toList();
  }

  /** Lets a claim of a collector that died not be waited for. */
  protected void dropClaims() throws IOException {
    for (StoredObject claim : LeaseClaim.all(store)) {
      store.delete(claim.name());
    }
  }

  /** An output of the stage {@code clean} that nothing reaches any more; its name. */
  protected String abandoned() throws IOException {
    String clean = output(Bench.result(bench.run(), "clean"));
    store.delete("experiments/e/clean.tsv");
    age();
    return clean;
  }

  protected String folder(Map<String, StageResult> results, String stage) {
    String path = Bench.finished(results, stage).output().path();
    return path.substring("outputs/".length());
  }

  protected List<String> names() throws IOException {
    return store.list("").stream()
        .map(StoredObject::name)
        .filter(name -> !name.startsWith("_tmp/"))
        .toList();
  }

  /** Lets all that there is be two days old. */
  protected void age() throws IOException {
    age(Duration.ofDays(2));
  }

  /** Lets all that there is be that old. */
  protected void age(Duration old) throws IOException {
    try (Stream<Path> files = Files.walk(bench.path("w"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(old)));
      }
    }
  }

  protected void write(String name, String text) throws IOException {
    assertThat(store.create(name, text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  public static String output(StageResult result) {
    return Objects.requireNonNull(result.finished()).output().name();
  }

  /** Writes an object again as it is. */
  protected void rewrite(String name) {
    try (InputStream in = store.open(name)) {
      store.replace(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected void record(String output) {
    int dash = output.lastIndexOf('-');
    String line = "key\t" + output.substring(dash + 1) + "\t" + output.substring(0, dash) + "\n";
    try {
      write("experiments/other/stage.tsv", line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
