package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.experiment.HookedStore;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseClock;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;
import org.shoestring.store.Stores;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/** How a collector removes outputs beside others who may use them. */
class UnusedObjectsRemovalTest extends GarbageFixture {
  UnusedObjectsRemovalTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  @Tag("long")
  void remove_killedBeforeAnyRequest_isEndedByTheNextAndMadeAgainWhole() throws IOException {
    String clean = abandoned();
    List<String> lines = List.of("a", "B");
    boolean killed = true;
    int generation = 0;
    for (int good = 0; killed; good++) {
      AtomicInteger left = new AtomicInteger(good);
      HookedStore.Hook kill =
          (request, name) -> {
            if (left.getAndDecrement() <= 0) {
              throw new IOException("killed");
            }
          };
      try {
        removeWith(kill);
        killed = false;
      } catch (IOException e) {
        assertThat(e).hasMessage("killed");
      }
      dropClaims();
      if (good % 2 == 0) { // Whether another one goes on with it, or a run comes first.
        remove();
        String now = clean + (generation == 0 ? "" : "." + generation);
        assertThat(left(now)).containsAll(TOMBSTONE).noneMatch(name -> name.startsWith("part-"));
        assertThat(found()).isEmpty();
      }
      Map<String, StageResult> results = bench.run();
      assertThat(Bench.lines(results, "clean")).isEqualTo(lines);
      String folder = folder(results, "clean");
      generation =
          folder.equals(clean) ? 0 : Integer.parseInt(folder.substring(clean.length() + 1));
      assertThat(outputs()).contains(folder);
      store.delete("experiments/e/clean.tsv");
      age();
    }
    assertThat(generation).isGreaterThan(5);
  }

  @Test
  void remove_thenMadeAgain_isInTheNextFolderAndFoundThere() throws IOException {
    String clean = abandoned();
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + clean);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);

    Map<String, StageResult> again = bench.run();
    assertThat(Bench.ends(again)).containsExactly("raw CACHED", "clean DONE");
    assertThat(folder(again, "clean")).isEqualTo(clean + ".1");
    assertThat(output(Bench.result(again, "clean"))).isEqualTo(clean);
    assertThat(Bench.lines(again, "clean")).containsExactly("a", "B");
    assertThat(bench.plan()).containsExactly("raw CACHED", "clean CACHED");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".1");
    age();
    assertThat(found()).isEmpty();

    store.delete("experiments/e/clean.tsv");
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + clean + ".1");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".2");
  }

  @Test
  void remove_unfinished_leavesATombstoneThatNoCommitPasses() throws IOException {
    Recipe recipe = new Recipe("preprocess", List.of(), List.of());
    String begun = recipe.outputName();
    write("outputs/" + begun + "/_parts/00000.tsv", "");
    age();
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + begun);
    assertThat(left(begun)).containsExactly("_manifest.tsv");

    // A worker that began before goes on after it.
    Output output =
        Output.in(Stores.withoutOptions(), bench.path("w").toString(), begun, Codec.GZIP, 1);
    output.records().finish(UnitRecords.name(0), new UnitRecord(List.of(), Map.of(), List.of()));
    Commit commit = Commit.of(output, recipe, Map.of("main", Columns.of("a")), 1);
    assertThatThrownBy(commit::run)
        .isInstanceOf(OutputRemovedException.class)
        .hasMessage(
            output.folder() + ": gc removed it while it was in use; run again to make it again");
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + begun);
    assertThat(left(begun)).containsExactly("_manifest.tsv");
  }

  /** Before the collector reads all roots once more, and after it has read them. */
  @ParameterizedTest
  @ValueSource(strings = {"put _manifest.tsv", "create -question", "create -answer"})
  void remove_foundByARunBeforeTheAnswer_isKeptAndNotMadeAgain(String moment) throws IOException {
    String clean = abandoned();
    String[] request = moment.split(" ", 2);
    List<UnusedObjects> removed =
        removeWith(
            once(
                request[0],
                request[1],
                () -> assertThat(Bench.made(bench.run())).as("made again").isEmpty()));

    assertThat(removed).isEmpty();
    assertThat(outputs()).contains(clean);
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean);
    age();
    assertThat(found()).isEmpty();
    store.delete("experiments/e/clean.tsv");
    assertThat(remove())
        .as("another time")
        .extracting(UnusedObjects::name)
        .containsExactly("outputs/" + clean);
  }

  /** While the tombstone, or the first deletion, is on its way. */
  @ParameterizedTest
  @ValueSource(strings = {"put _manifest.tsv", "delete .tsv.gz"})
  void remove_foundByARunAfterTheAnswer_isMadeAgainElsewhere(String moment) throws IOException {
    String clean = abandoned();
    String[] request = moment.split(" ", 2);
    int mark = request[0].equals("put") ? 1 : 0; // The first one adds the mark.
    AtomicInteger seen = new AtomicInteger();
    removeWith(
        (asked, name) -> {
          if (asked.equals(request[0])
              && name.contains(clean)
              && name.endsWith(request[1])
              && seen.getAndIncrement() == mark) {
            dropClaims(); // As if this collector had been suspended for longer than its claim.
            Map<String, StageResult> results = bench.run();
            assertThat(Bench.made(results)).containsExactly("clean");
            assertThat(folder(results, "clean")).isEqualTo(clean + ".1");
          }
        });

    assertThat(seen.get()).isGreaterThan(mark);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);
    Map<String, StageResult> after = bench.run();
    assertThat(Bench.made(after)).isEmpty();
    assertThat(Bench.lines(after, "clean")).containsExactly("a", "B");
  }

  @Test
  void remove_neededByWorkThatBeginsMeanwhile_isKept() throws IOException {
    String raw = output(Bench.result(bench.run(), "raw"));
    store.delete("experiments/e/raw.tsv");
    age();
    Lease work =
        new Lease(
            store,
            "score-" + "0".repeat(32),
            0,
            LeaseHolder.self(),
            DAY,
            Moment::now,
            List.of(raw));
    List<UnusedObjects> removed =
        removeWith(
            once("create", "leases/" + raw + "/000000", () -> assertThat(work.create()).isTrue()));
    assertThat(removed).isEmpty();
    assertThat(outputs()).contains(raw);
  }

  private void forgetAllAndAge() throws IOException {
    for (String record : List.of("raw", "clean")) {
      store.delete("experiments/e/" + record + ".tsv");
    }
    age();
  }

  @Test
  void remove_recordedMeanwhile_isKept() throws IOException {
    Map<String, StageResult> results = bench.run();
    String raw = output(Bench.result(results, "raw"));
    String clean = output(Bench.result(results, "clean"));
    forgetAllAndAge();
    assertThat(found()).containsExactly("OUTPUT outputs/" + raw, "OUTPUT outputs/" + clean);

    // While the first is removed, a run finds that the second is done.
    List<UnusedObjects> removed = new ArrayList<>();
    collector()
        .remove(
            garbage -> {
              removed.add(garbage);
              record(clean);
            });
    assertThat(removed).extracting(UnusedObjects::name).containsExactly("outputs/" + raw);
    assertThat(outputs()).containsExactly(clean);
  }

  @Test
  void remove_claimedMeanwhile_isKept() throws IOException {
    Map<String, StageResult> results = bench.run();
    String raw = output(Bench.result(results, "raw"));
    String clean = output(Bench.result(results, "clean"));
    forgetAllAndAge();
    Lease lease = new Lease(store, clean, 0, LeaseHolder.self(), DAY, Moment::now, List.of());
    List<UnusedObjects> removed = new ArrayList<>();
    collector()
        .remove(
            garbage -> {
              removed.add(garbage);
              try {
                assertThat(lease.create()).isTrue();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(removed).extracting(UnusedObjects::name).containsExactly("outputs/" + raw);
    assertThat(outputs()).containsExactly(clean);
  }

  /** As a collector leaves it that was killed, or a copy of the workspace that was cut short. */
  @ParameterizedTest
  @ValueSource(strings = {"marked", "no manifest", "other words"})
  void remove_givenUpWithoutItsTombstone_isSealedAndEmptied(String left) throws IOException {
    String clean = abandoned();
    Removal removal = Removal.of(store, "outputs/" + clean);
    removal.answer(removal.ask().orElseThrow(), false);
    String manifest = "outputs/" + clean + "/_manifest.tsv";
    if (left.equals("no manifest")) {
      store.delete(manifest);
    } else if (left.equals("other words")) {
      store.replace(manifest, "removed\tby a newer gc\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".1");

    assertThat(remove()).extracting(UnusedObjects::name).containsExactly("outputs/" + clean);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);
    assertThat(removal.look().state()).isEqualTo(Removal.State.GIVEN_UP);
    assertThat(outputs()).contains(clean + ".1");
    assertThat(found()).isEmpty();
  }

  /** The claim of a collector that is suspended lapses, and is followed or given up by others. */
  @Test
  void remove_claimLostBeforeTheAnswer_isKept() throws IOException {
    String clean = abandoned();
    List<UnusedObjects> removed = new ArrayList<>();
    AtomicLong nanos = new AtomicLong();
    HookedStore hooked =
        new HookedStore(
            store,
            once(
                "create",
                "-question",
                () -> {
                  nanos.set(DAY.toNanos());
                  dropClaims();
                }));
    try (LeaseManager leases =
        new LeaseManager(hooked, DAY, remark -> {}, clock(nanos), LeaseHolder.self())) {
      new GarbageCollector(hooked, DAY, Set.of(), DAY, remark -> {}).remove(leases, removed::add);
    }
    assertThat(removed).isEmpty();
    assertThat(outputs()).contains(clean);
  }

  private static LeaseClock clock(AtomicLong nanos) {
    return new LeaseClock() {
      @Override
      public Moment now() {
        return new Moment(nanos.get(), Instant.EPOCH);
      }

      @Override
      public void sleep(Duration pause) {
        throw new AssertionError("nobody waits");
      }
    };
  }
}
