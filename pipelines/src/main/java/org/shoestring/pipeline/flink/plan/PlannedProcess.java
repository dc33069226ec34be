package org.shoestring.pipeline.flink.plan;

import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * A process of a cluster before it starts.
 *
 * @param configuration Flink's
 * @param memory what it may take
 * @param javaFlags the options of {@code java} that Flink's memory needs
 * @param remarks what was chosen and why, for people
 */
public record PlannedProcess(
    Configuration configuration,
    ProcessMemory memory,
    List<String> javaFlags,
    List<String> remarks) {
  public PlannedProcess {
    javaFlags = List.copyOf(javaFlags);
    remarks = List.copyOf(remarks);
  }

  /** The options of the command line with its memory and its slots. */
  public List<String> arguments() {
    String size = "--memory=" + ProcessMemory.mebibytes(memory.process());
    return memory.slots() == 0 ? List.of(size) : List.of(size, "--slots=" + memory.slots());
  }
}
