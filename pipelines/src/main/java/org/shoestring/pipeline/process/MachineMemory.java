package org.shoestring.pipeline.process;

import java.lang.management.ManagementFactory;

/** How much memory this machine, or the container that this process is in, has. */
public final class MachineMemory {
  private MachineMemory() {}

  /** In bytes; to ask for it takes a while. */
  public static long bytes() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    return machine instanceof com.sun.management.OperatingSystemMXBean sized
        ? sized.getTotalMemorySize()
        : Long.MAX_VALUE;
  }
}
