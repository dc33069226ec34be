package org.shoestring.cli.flink;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.pipeline.flink.process.TaskManagerProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flink taskmanager}: a process that does a cluster's work. */
@Command(
    name = "taskmanager",
    description = {
      "Starts a process that does the work of a Flink cluster. It runs until it is stopped.",
      "",
      "It computes slots and memory settings for this machine, prints them, and becomes Flink's own"
          + " process. Flink's other settings are in runners-config/flink-cluster/taskmanager.conf."
          + " Ports: 6120, 6121 and 6122, on the address of --bind. Credentials of stores are taken"
          + " from this machine: from the environment, or from where their own tools keep them."
    },
    footer = {
      "Examples:",
      "  shoestring flink taskmanager 10.0.0.1",
      "  shoestring flink taskmanager 10.0.0.1:6123 --bind 10.0.0.2 --memory 760m --slots 1"
    },
    mixinStandardHelpOptions = true)
final class TaskManagerCommand implements Callable<Integer> {
  @Mixin private final ProcessOptions options = new ProcessOptions();

  @Parameters(
      paramLabel = "HOST[:PORT]",
      description = "Where the job manager is. Default port: 6123.")
  private String jobManager = "";

  @Option(
      names = "--slots",
      paramLabel = "N",
      converter = WholeNumber.Jobs.class,
      description =
          "How many shards it works on at the same time. Default: one per processor, as far as"
              + " memory allows.")
  private @Nullable Integer slots;

  @Override
  public Integer call() throws Exception {
    ClusterAddress address = TaskManagerProcess.jobManager(jobManager);
    return options.start(
        new TaskManagerProcess(
            address, options.choices(Optional.ofNullable(slots), Optional.empty())),
        List.of("flink", "taskmanager", address.toString()));
  }
}
