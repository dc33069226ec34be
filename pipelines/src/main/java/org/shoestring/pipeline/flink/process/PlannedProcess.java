package org.shoestring.pipeline.flink.process;

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
record PlannedProcess(
    Configuration configuration,
    ProcessMemory memory,
    List<String> javaFlags,
    List<String> remarks) {
  PlannedProcess {
    javaFlags = List.copyOf(javaFlags);
    remarks = List.copyOf(remarks);
  }
}
