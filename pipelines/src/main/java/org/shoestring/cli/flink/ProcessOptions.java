package org.shoestring.cli.flink;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.files.CacheFolder;
import org.shoestring.pipeline.flink.plan.ClusterPorts;
import org.shoestring.pipeline.flink.plan.ProcessChoices;
import org.shoestring.pipeline.flink.process.ClusterProcess;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Shown;
import picocli.CommandLine.Option;

/** The options of all processes of a cluster. */
final class ProcessOptions {
  private static final String HERE = "--in-this-process";

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Memory of the whole process, for example 760m. Default: that of the machine, less what"
              + " its system needs.")
  private @Nullable String memory;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address of this machine to listen on. It must be private, unless there are"
              + " --certificates.")
  private @Nullable String bind;

  @Option(
      names = "--announce",
      paramLabel = "ADDRESS",
      description =
          "The address that other machines are told, if they cannot reach that of --bind: the"
              + " public one of a machine behind NAT.")
  private @Nullable String announce;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      converter = WholeNumber.Count.class,
      description =
          "Adds N to all ports of this process, for a second one on the same machine. Default:"
              + " ${DEFAULT-VALUE}.")
  private long portOffset;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Folder for temporary files, on a disk with room for the lines that a shuffle moves."
              + " Default: that of other temporary files of this program.")
  private @Nullable Path folder;

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description =
          "What 'flink certificates' has made. Only processes that have it can join. Then --bind"
              + " and --announce may be public addresses.")
  private @Nullable Path certificates;

  @Option(
      names = "--print",
      description = "Only print the command line of the process, with its Java options.")
  private boolean print;

  @Option(names = HERE, hidden = true)
  private boolean here;

  ProcessChoices choices(Optional<Integer> slots, Optional<String> restBind) {
    return new ProcessChoices(
        Optional.ofNullable(memory).map(text -> Bytes.parse("--memory", text)),
        slots,
        Optional.ofNullable(bind),
        Optional.ofNullable(announce),
        restBind,
        ClusterPorts.shifted(portOffset),
        base(),
        Optional.ofNullable(certificates));
  }

  private Path base() {
    Path base = folder == null ? CacheFolder.spill(CacheFolder.ofUser()) : folder;
    return base.toAbsolutePath().normalize();
  }

  /** Starts a process; returns when it has ended, if it is this one. */
  int start(ClusterProcess process, List<String> verb) throws Exception {
    if (here) {
      return process.run(Terminal::remark);
    }
    List<String> arguments = new ArrayList<>(verb);
    if (bind != null) {
      arguments.add("--bind=" + bind);
    }
    if (announce != null) {
      arguments.add("--announce=" + announce);
    }
    if (certificates != null) {
      arguments.add("--certificates=" + certificates);
    }
    arguments.add("--port-offset=" + portOffset);
    arguments.add("--folder=" + base());
    arguments.add(HERE);
    if (print) {
      System.out.println(
          process.command(arguments, Terminal::remark).stream()
              .map(Shown::word)
              .collect(Collectors.joining(" ")));
    } else {
      process.become(arguments, Terminal::remark);
    }
    return 0;
  }
}
