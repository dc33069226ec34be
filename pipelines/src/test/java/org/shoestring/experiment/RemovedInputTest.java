package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.gc.UnusedObjects;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.lease.Moment;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Workspace;
import org.shoestring.table.removal.OutputRemovedException;
import org.shoestring.table.removal.Removal;
import org.shoestring.tsv.codec.Codec;

/** A run whose inputs a collector removes while it is at work. */
class RemovedInputTest extends GarbageFixture {
  RemovedInputTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  /** Runs with something done before each request that changes the workspace. */
  private Map<String, StageResult> attemptWith(HookedStore.Hook hook) throws IOException {
    Stores hooked = TestStores.with(store.location(), new HookedStore(store, hook));
    bench.in(() -> hooked);
    try {
      return bench.attempt();
    } finally {
      bench.in(Stores::withoutOptions);
    }
  }

  /** The same, before the record of the stage {@code clean} says that it begins. */
  private Map<String, StageResult> attemptWith(AtomicInteger begun, Work work) throws IOException {
    return attemptWith(
        before(
            "put",
            "experiments/e/clean.tsv",
            () -> {
              begun.incrementAndGet();
              work.run();
            }));
  }

  @Test
  void run_inputRemovedBeforeItsStageIsClaimed_makesTheInputAgain() throws IOException {
    bench.run();
    String clean = "outputs/" + abandoned();
    String raw = folder(bench.runStages(List.of("raw")), "raw");
    Removal.of(store, clean)
        .answer(Removal.of(store, clean).ask().orElseThrow(), false); // It is to be made.
    age();
    Map<String, StageResult> results =
        attemptWith(
            once(
                "create",
                clean.replace("outputs/", "leases/") + "/000000",
                () -> {
                  store.delete("experiments/e/raw.tsv"); // As if other settings were recorded.
                  List<String> removed = remove().stream().map(UnusedObjects::name).toList();
                  assertThat(removed).containsExactly("outputs/" + raw, clean);
                }));
    assertThat(Bench.lines(results, "clean")).containsExactly("a", "B");
    assertThat(outputs()).containsExactly(raw + ".1", clean.substring("outputs/".length()) + ".1");
    assertThat(Bench.made(bench.run())).isEmpty();
  }

  /** Removes what the experiment imports, as if claim and record were long gone. */
  private void removeRaw() throws IOException {
    dropClaims();
    store.delete("experiments/e/raw.tsv");
    age();
    assertThat(remove())
        .extracting(UnusedObjects::name)
        .hasSize(1)
        .first()
        .asString()
        .contains("import");
  }

  @Test
  void run_inputRemovedWhileItsStageWorks_startsAgainAndTellsWhatWasMade() throws IOException {
    String raw = folder(bench.runStages(List.of("raw")), "raw");
    Map<String, StageResult> results =
        attemptWith(once("put", "experiments/e/clean.tsv", this::removeRaw));
    assertThat(Bench.ends(results)).containsExactly("raw DONE", "clean DONE");
    assertThat(Bench.lines(results, "clean")).containsExactly("a", "B");
    assertThat(folder(results, "raw")).isEqualTo(raw + ".1");
    assertThat(Bench.ends(bench.run())).containsExactly("raw CACHED", "clean CACHED");
  }

  @Test
  void run_inputRemovedAgainAndAgain_failsAndSaysWhy() throws IOException {
    String raw = folder(bench.runStages(List.of("raw")), "raw");
    AtomicInteger begun = new AtomicInteger();
    Map<String, StageResult> results = attemptWith(begun, this::removeRaw);
    assertThat(begun).hasValue(3);
    assertThat(Bench.result(results, "clean").error())
        .isInstanceOf(OutputRemovedException.class)
        .hasMessage(
            "stage clean: gc removed what it makes or reads 3 times while it was at work; give gc"
                + " a longer --grace, and run again");
    assertThat(Bench.ends(bench.run())).containsExactly("raw DONE", "clean DONE");
    assertThat(outputs()).contains(raw + ".3");
  }

  @Test
  void run_failsThoughItsInputsAreThere_failsAtOnce() throws IOException {
    String raw = folder(bench.runStages(List.of("raw")), "raw");
    AtomicInteger begun = new AtomicInteger();
    Map<String, StageResult> results =
        attemptWith(
            begun,
            () -> {
              for (String left : left(raw)) {
                if (left.startsWith("part-")) {
                  store.delete("outputs/" + raw + "/" + left);
                }
              }
            });
    assertThat(begun).hasValue(1);
    assertThat(Bench.result(results, "clean").error())
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(
            ": the shard is missing; restore it, or run again after this command: shoestring gc "
                + store.location()
                + " "
                + raw);
  }

  /**
   * Another run has written other settings in the record, long after this one looked: while it
   * worked, or while this machine slept, which one of its clocks does not notice.
   */
  @ParameterizedTest
  @CsvSource({"10, 10", "10, -3600", "0, 10"})
  void keep_foundLongAgoAndRemovedSince_isGone(int seconds, int wallSeconds) throws IOException {
    bench.run();
    Experiment experiment = bench.experiment();
    Workspace workspace =
        Workspace.open(Stores.withoutOptions(), "test", store.location(), Codec.GZIP, 1);
    AtomicReference<Moment> clock = new AtomicReference<>(new Moment(0, Instant.EPOCH));
    Planner planner = new Planner(experiment, workspace, remark -> {}, clock::get);
    ExaminedStage found = planner.examineToRun(List.copyOf(experiment.stages().values())).get(1);
    assertThat(planner.keep(found)).isEqualTo(found.finished()).isPresent();

    bench.run("stages.clean.steps=lowercase");
    age();
    assertThat(remove()).hasSize(1);
    clock.set(new Moment(TimeUnit.SECONDS.toNanos(seconds), Instant.ofEpochSecond(wallSeconds)));
    assertThat(planner.keep(found)).isEmpty();
    assertThat(planner.examineToRun(found.stage()).state()).isEqualTo(ExaminedStage.State.RUN);
    assertThat(StageRecord.read(store, "experiments/e/clean.tsv").outputs())
        .contains(found.finished().orElseThrow().output().name());
  }
}
