package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.shoestring.experiment.gc.GarbageCollector;
import org.shoestring.experiment.gc.UnusedObjects;
import org.shoestring.experiment.gc.UnwantedOutputs;
import org.shoestring.lease.LeaseManager;
import org.shoestring.spec.UsageException;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.removal.Removal;

/** What processes do that remove something from a stepped store. */
final class Removers {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final SteppedStore store;
  private final Random random;
  private final SteppedProcesses processes;
  private final RemovalChecks checks;
  private final BooleanSupplier goesOn;
  private int removed;
  private int replaced;

  /**
   * Removers that have not begun.
   *
   * @param goesOn whether anybody uses what they remove
   */
  Removers(
      SteppedStore store,
      Random random,
      SteppedProcesses processes,
      RemovalChecks checks,
      BooleanSupplier goesOn) {
    this.store = store;
    this.random = random;
    this.processes = processes;
    this.checks = checks;
    this.goesOn = goesOn;
  }

  /** How many outputs collectors removed. */
  int removed() {
    return removed;
  }

  /** How many outputs were removed because a person said so. */
  int replaced() {
    return replaced;
  }

  /** Collects again and again. */
  void collectOften() throws IOException {
    LeaseManager own = processes.next().leases();
    while (goesOn.getAsBoolean()) {
      try {
        collect(own);
      } catch (Steps.Killed e) {
        Steps.rise();
        own = processes.next().leases();
      }
    }
  }

  /** Collects once. */
  void collect(LeaseManager own) throws IOException {
    new GarbageCollector(store, GRACE, Set.of(), SteppedProcesses.LEASE, remark -> {})
        .remove(own, garbage -> removed += garbage.kind() == UnusedObjects.Kind.OUTPUT ? 1 : 0);
  }

  /** Removes an output now and then that is there, and mostly used. */
  void removeUnwantedOften() throws IOException {
    LeaseManager own = processes.next().leases();
    while (goesOn.getAsBoolean()) {
      try {
        Steps.turn();
        if (random.nextInt(20) == 0) {
          removeUnwanted(own);
        }
      } catch (Steps.Killed e) {
        Steps.rise();
        own = processes.next().leases();
      }
    }
  }

  private void removeUnwanted(LeaseManager own) throws IOException {
    List<String> made = folders(Removal.State.MADE);
    if (made.isEmpty()) {
      return;
    }
    String folder = made.get(random.nextInt(made.size()));
    checks.unwant("outputs/" + folder);
    try {
      new UnwantedOutputs(store, SteppedProcesses.LEASE, remark -> {})
          .remove(own, List.of(folder), garbage -> replaced++);
    } catch (UsageException e) {
      assertThat(e).hasMessageContaining("outputs/" + folder);
    }
  }

  /**
   * Deletes tombstones that have their answer beside them, while what they bury is deleted, but not
   * while somebody makes the output: its manifest may be on its way.
   */
  void deleteTombstonesOften() {
    while (goesOn.getAsBoolean()) {
      try {
        Steps.turn();
        for (String folder : folders(Removal.State.GIVEN_UP)) {
          String path = "outputs/" + folder + "/";
          String output = OutputFolder.output(folder);
          boolean made = checks.isMade(output);
          boolean answered = !store.peekAll(path + "_removal/").isEmpty();
          boolean buries = !store.peekAll(path + "part-").isEmpty();
          if (answered && !made && random.nextInt(buries ? 3 : 30) == 0) {
            store.delete(path + "_manifest.tsv");
          }
        }
      } catch (Steps.Killed e) {
        Steps.rise();
      }
    }
  }

  /** The folders of outputs that are so, without a step. */
  private List<String> folders(Removal.State state) {
    return store.peekAll("outputs/").stream()
        .map(object -> object.name().split("/", 3)[1])
        .distinct()
        .filter(folder -> checks.look("outputs/" + folder).state() == state)
        .toList();
  }
}
