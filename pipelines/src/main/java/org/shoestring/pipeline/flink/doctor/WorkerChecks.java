package org.shoestring.pipeline.flink.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.RichMapPartitionFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.process.BuildIdentity;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.Bytes;
import org.shoestring.store.Stores;
import org.shoestring.store.doctor.Doctor;
import org.shoestring.store.doctor.Finding;
import org.shoestring.worker.HomeMachine;

/** Looks at the machine of the worker that it runs on, and tries a store from there. */
final class WorkerChecks extends RichMapPartitionFunction<Long, Long> {
  private static final long serialVersionUID = 1;

  static final String REPORTS = "reports";

  /** After this, what has been found is told. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** With less, the programs of pipe stages may be killed. */
  private static final long LITTLE_MEMORY = 64L << 20;

  private final Stores stores;
  private final @Nullable String store;

  /**
   * Checks.
   *
   * @param store the location of a store to be tried; null for none
   */
  WorkerChecks(Stores stores, @Nullable String store) {
    this.stores = stores;
    this.store = store;
  }

  @Override
  public void mapPartition(Iterable<Long> numbers, Collector<Long> out) throws Exception {
    ListAccumulator<String> reports = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(REPORTS, reports);
    List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    Thread thread = new Thread(() -> check(findings), "doctor");
    thread.setDaemon(true);
    thread.start();
    thread.join(PATIENCE.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      findings.add(
          Finding.fail(
              "store",
              "not done after "
                  + PATIENCE.toSeconds()
                  + " s; look at its network, and at the load of the machine"));
    }
    List<Finding> found;
    synchronized (findings) {
      found = List.copyOf(findings);
    }
    String worker = HomeMachine.workerName().orElse("");
    reports.add(new WorkerReport(worker, System.currentTimeMillis(), found).text());
    numbers.forEach(out::collect);
  }

  private void check(List<Finding> findings) {
    findings.add(
        Finding.ok(
            "program", "build " + BuildIdentity.here() + ", Java " + Runtime.version().feature()));
    try {
      findings.add(memory());
      findings.add(Doctor.space("disk", Path.of(System.getProperty("java.io.tmpdir", "."))));
      if (store != null) {
        boolean unused = new Doctor(stores, findings::add).examine(store);
      }
    } catch (IOException | RuntimeException e) {
      findings.add(Finding.fail("store", ExitCode.message(e)));
    }
  }

  private static Finding memory() throws IOException {
    String heap = Bytes.show(Runtime.getRuntime().maxMemory()) + " of heap";
    Path system = Path.of("/proc/meminfo");
    if (!Files.isReadable(system)) {
      return Finding.ok("memory", heap);
    }
    long free =
        Files.readAllLines(system).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    if (free == Long.MAX_VALUE) {
      return Finding.ok("memory", heap);
    }
    String said = heap + ", " + Bytes.show(free) + " free on the machine";
    return free < LITTLE_MEMORY
        ? Finding.warn("memory", said + "; stop other programs there, or give it less --memory")
        : Finding.ok("memory", said);
  }
}
