package org.shoestring.pipeline.flink.doctor;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.runtime.rest.messages.taskmanager.TaskManagerInfo;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.cluster.RemoteCluster;
import org.shoestring.pipeline.flink.jobmanager.WorkerName;
import org.shoestring.pipeline.flink.security.PortGuard;
import org.shoestring.pipeline.process.ClusterException;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import org.shoestring.store.doctor.Finding;

/** Examines a Flink cluster: whom its ports answer, and what each of its workers finds. */
public final class ClusterDoctor {
  /** Clocks that differ by more are told of. */
  private static final Duration SKEW_TO_TELL = Duration.ofMinutes(1);

  /** Requests that are signed with such a clock are refused by stores. */
  private static final Duration SKEW_TO_REFUSE = Duration.ofMinutes(10);

  /** What is told of a worker without faults, and what stands before it. */
  private static final Map<String, String> SUMMARY =
      Map.of("program", "", "memory", "", "disk", "disk: ", "latency", "store answers in ");

  private static final String WORKER = "worker";

  private final Consumer<Finding> listener;
  private final Function<InetSocketAddress, PortGuard> look;
  private boolean isWell = true;

  /**
   * A doctor.
   *
   * @param listener is told of every finding as it is made
   */
  public ClusterDoctor(Consumer<Finding> listener) {
    this(listener, PublishedPorts::look);
  }

  /** One who looks at ports in another way. */
  ClusterDoctor(Consumer<Finding> listener, Function<InetSocketAddress, PortGuard> look) {
    this.listener = listener;
    this.look = look;
  }

  /**
   * Examines the cluster that options name.
   *
   * @param store the location of a store that workers try; null for none
   * @return whether it can be used
   * @throws org.shoestring.spec.UsageException if none answers, or it is one of another build
   */
  public boolean examine(ClusterFlinkOptions options, Stores stores, @Nullable String store)
      throws InterruptedException {
    try (RemoteCluster cluster = RemoteCluster.of(options)) {
      int slots = cluster.checkedSlots();
      Collection<TaskManagerInfo> workers = cluster.workers();
      tell(
          Finding.ok(
              "cluster",
              cluster
                  + ": "
                  + Plural.of(workers.size(), WORKER)
                  + ", "
                  + Plural.of(slots, "slot")));
      examinePorts(cluster.settings(), workers);
      tryWorkers(cluster, workers, new WorkerChecks(stores, store));
    }
    return isWell;
  }

  private void examinePorts(Map<String, String> settings, Collection<TaskManagerInfo> workers) {
    List<PublishedPorts> all = new ArrayList<>();
    all.add(PublishedPorts.ofWebServer(settings));
    all.add(PublishedPorts.ofJobManager(settings));
    workers.forEach(worker -> all.add(PublishedPorts.of(worker)));
    all.parallelStream()
        .map(ports -> ports.findings(look))
        .collect(Collectors.toList())
        .forEach(findings -> findings.forEach(this::tell));
  }

  private void tryWorkers(
      RemoteCluster cluster, Collection<TaskManagerInfo> workers, WorkerChecks checks)
      throws InterruptedException {
    Map<String, String> addresses = new TreeMap<>();
    int free = 0;
    for (TaskManagerInfo worker : workers) {
      String name = WorkerName.shown(worker.getResourceId().getResourceIdString());
      if (worker.getNumberAvailableSlots() == 0) {
        tell(
            Finding.warn(
                WORKER, name + ": busy, so it was not tried; run this again when jobs have ended"));
      } else {
        free += worker.getNumberAvailableSlots();
        addresses.put(name, worker.getAddress().replaceAll("^.*@|/.*$", ""));
      }
    }
    if (free == 0) {
      return;
    }
    Instant before = Instant.now();
    try {
      for (WorkerReport report : WorkerTrial.run(cluster, free, checks)) {
        String address = addresses.remove(report.worker());
        if (address != null) { // Else another slot of it has reported.
          tell(report, report.worker() + " (" + address + ")", before, Instant.now());
        }
      }
      addresses.forEach(
          (name, address) ->
              tell(
                  Finding.fail(
                      WORKER,
                      name
                          + " ("
                          + address
                          + "): it has not reported; restart it, and look at its log")));
    } catch (ClusterException e) {
      tell(Finding.fail(WORKER, String.valueOf(e.getMessage())));
    }
  }

  private void tell(WorkerReport report, String name, Instant before, Instant after) {
    Finding clock = clock(Instant.ofEpochMilli(report.clock()), before, after);
    List<Finding> all = new ArrayList<>(report.findings());
    all.add(clock);
    String summary =
        report.findings().stream()
            .filter(finding -> finding.level() == Finding.Level.OK)
            .filter(finding -> SUMMARY.containsKey(finding.what()))
            .map(finding -> SUMMARY.get(finding.what()) + finding.said())
            .collect(Collectors.joining(", "));
    if (all.stream().noneMatch(Finding::failed)) {
      tell(Finding.ok(WORKER, name + ": " + summary + ", clock: " + clock.said()));
    }
    all.stream()
        .filter(finding -> finding.level() != Finding.Level.OK)
        .map(
            finding ->
                new Finding(
                    finding.level(), WORKER, name + ": " + finding.what() + ": " + finding.said()))
        .forEach(this::tell);
  }

  /** The report was made at some time between two moments of this machine's clock. */
  static Finding clock(Instant worker, Instant before, Instant after) {
    Duration behind = Duration.between(worker, before);
    Duration ahead = Duration.between(after, worker);
    Duration off = behind.compareTo(ahead) > 0 ? behind : ahead;
    if (off.compareTo(SKEW_TO_TELL) <= 0) {
      return Finding.ok("clock", "agrees with this machine's");
    }
    String said =
        "at least "
            + off.toSeconds()
            + (off.equals(behind) ? " s behind" : " s ahead of")
            + " this machine's; set it, for example with NTP";
    return off.compareTo(SKEW_TO_REFUSE) > 0
        ? Finding.fail("clock", said)
        : Finding.warn("clock", said);
  }

  private void tell(Finding finding) {
    isWell &= !finding.failed();
    listener.accept(finding);
  }
}
