package org.shoestring.cli.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.spec.Bytes;
import org.shoestring.store.doctor.Doctor;
import org.shoestring.store.doctor.Finding;

/** Whether stages can run on this machine: Java, memory, room for local work. */
final class MachineChecks {
  /** What the benchmarks were run with. */
  private static final long PLENTY = 500_000_000;

  private MachineChecks() {}

  /**
   * Looks at this machine.
   *
   * @param work the folder for local work
   */
  static List<Finding> run(Path work) throws IOException {
    return List.of(
        java(), memory(Runtime.getRuntime().maxMemory()), Doctor.space("work dir", work));
  }

  private static Finding java() {
    return Finding.ok(
        "java",
        Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
  }

  static Finding memory(long heap) {
    String said = Bytes.show(heap) + " of heap memory";
    return heap < PLENTY
        ? Finding.warn(
            "memory", said + ", which is little; start with more: java -Xmx512m -jar ...")
        : Finding.ok("memory", said);
  }
}
