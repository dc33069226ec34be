package org.shoestring.cli.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.flink.process.JobManagerProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flink jobmanager}: the process that hands out a cluster's work. */
@Command(
    name = "jobmanager",
    description = {
      "Starts the process that hands out the work of a Flink cluster. It runs until it is stopped.",
      "",
      "It computes the memory settings for this machine, prints them, and becomes Flink's own"
          + " process. Flink's other settings are in runners-config/flink-cluster/jobmanager.conf."
          + " Ports: 8081 for you, on the address of --rest-bind; 6123, 6124 and 6125 for task"
          + " managers, on the address of --bind. Anyone who reaches these ports can run code on"
          + " the cluster: do not open them to the internet."
    },
    footer = {
      "Examples:",
      "  shoestring flink jobmanager --bind 10.0.0.1",
      "  ssh -N -L 8081:127.0.0.1:8081 USER@MACHINE   (on your laptop: the way in)"
    },
    mixinStandardHelpOptions = true)
final class JobManagerCommand implements Callable<Integer> {
  @Mixin private final ProcessOptions options = new ProcessOptions();

  @Option(
      names = "--rest-bind",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on for 'shoestring run' and for browsers. Default: 127.0.0.1,"
              + " which you reach through an SSH tunnel.")
  private @Nullable String restBind;

  @Override
  public Integer call() throws Exception {
    List<String> verb = new ArrayList<>(List.of("flink", "jobmanager"));
    if (restBind != null) {
      verb.add("--rest-bind=" + restBind);
    }
    return options.start(
        new JobManagerProcess(options.choices(Optional.empty(), Optional.ofNullable(restBind))),
        verb);
  }
}
