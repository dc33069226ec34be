package org.shoestring.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.removal.Removal;

/** What runs in a workspace rely on, and whether that is there. */
final class RemovalChecks {
  private final SteppedStore store;
  private final Duration lease;

  /** Folders that somebody wants gone. */
  private final Set<String> unwanted = new HashSet<>();

  /** The work that is going on, whose claim was there at every moment. */
  private final Set<Working> working = new HashSet<>();

  /** The same, though their claims may have lapsed. */
  private final Set<Working> making = new HashSet<>();

  /** What stages of runs have and rely on, by experiment and stage. */
  private final Map<String, FinishedOutput> relied = new TreeMap<>();

  /**
   * Nobody relies on anything yet.
   *
   * @param lease how long a claim counts that is not renewed
   */
  RemovalChecks(SteppedStore store, Duration lease) {
    this.store = store;
    this.lease = lease;
  }

  /** The work of a process on an output, which reads others. */
  record Working(LeaseHolder holder, String output, List<FinishedOutput> inputs) {}

  void begins(Working work) {
    working.add(work);
    making.add(work);
  }

  void ends(Working work) {
    working.remove(work);
    making.remove(work);
  }

  /** What a process that was killed made is made no more; its claim is there still. */
  void dies(LeaseHolder holder) {
    making.removeIf(work -> work.holder().equals(holder));
  }

  /** Whether somebody makes an output, {@code TYPE-KEY}, at this moment. */
  boolean isMade(String output) {
    return making.stream().anyMatch(work -> work.output().equals(output));
  }

  /** A person wants a folder gone, whoever relies on it. */
  void unwant(String path) {
    unwanted.add(path);
  }

  /** A run begins a stage, {@code EXPERIMENT/STAGE}: what it had before is no matter. */
  void forget(String stage) {
    relied.remove(stage);
  }

  /** A run relies on what its stage has. */
  void rely(String stage, FinishedOutput finished) {
    relied.put(stage, finished);
  }

  /** What runs rely on is there, at this moment. */
  void check() {
    relied.values().removeIf(finished -> unwanted.contains(finished.output().path()));
    relied.forEach(
        (stage, finished) ->
            check(stage, finished.output().path(), Optional.of(finished.manifest())));
    working.removeIf(work -> !isClaimed(work));
    for (Working work : working) {
      for (FinishedOutput input : work.inputs()) {
        String stage = "what " + work.holder().id() + " reads";
        check(stage, input.output().path(), Optional.of(input.manifest()));
      }
    }
  }

  private void check(String stage, String path, Optional<Manifest> expected) {
    Optional<String> text = manifest(path);
    assertThat(text).as("manifest of %s: %s", stage, path).isPresent();
    Manifest manifest = Manifest.parse("stepped/" + path, text.get());
    expected.ifPresent(known -> assertThat(manifest).isEqualTo(known));
    for (Shard shard : manifest.shards()) {
      assertThat(store.peek(path + "/" + shard.object()))
          .as("shard of %s: %s/%s", stage, path, shard.object())
          .isPresent();
    }
  }

  private Optional<String> manifest(String path) {
    return look(path).manifest();
  }

  Removal.Found look(String path) {
    try {
      return Removal.of(store, path).look();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** In the end, whatever finished outputs records name are whole where they are found. */
  void checkRecords(Workspace workspace) throws IOException {
    for (String experiment : List.of("a", "b")) {
      for (String stage : List.of("raw", "clean")) {
        StageRecord record =
            StageRecord.read(store, "experiments/" + experiment + "/" + stage + ".tsv");
        Optional<String> name = record.outputName();
        if (name.isPresent()) {
          var now = workspace.output(name.get()).locate();
          if (now.manifest().isPresent()) {
            check(experiment + "/" + stage, now.output().path(), now.manifest());
          }
        }
      }
    }
  }

  /** Whether work is claimed, and was renewed lately. */
  private boolean isClaimed(Working work) {
    for (StoredObject claim : store.peekAll("leases/" + work.output() + "/")) {
      String text = new String(store.peek(claim.name()).orElseThrow(), UTF_8);
      Optional<LeaseClaim> made = LeaseClaim.parse(new FactFile("claim", text, ""));
      if (made.filter(one -> one.holder().equals(work.holder())).isPresent()
          && !claim.modified().plus(lease).isBefore(Instant.ofEpochSecond(store.seconds()))) {
        return true;
      }
    }
    return false;
  }
}
