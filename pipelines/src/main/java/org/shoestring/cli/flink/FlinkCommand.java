package org.shoestring.cli.flink;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flink}: starts the processes of a Flink cluster. */
@Command(
    name = "flink",
    description = "Starts the processes of a Flink cluster on this machine.",
    synopsisSubcommandLabel = "VERB",
    footer = "'shoestring run FILE.yaml --runner flink-cluster' then runs an experiment on it.",
    mixinStandardHelpOptions = true)
public final class FlinkCommand {
  private FlinkCommand() {}

  /** The verb with its own verbs. */
  public static CommandLine of() {
    return new CommandLine(new FlinkCommand())
        .addSubcommand(new JobManagerCommand())
        .addSubcommand(new TaskManagerCommand())
        .addSubcommand(new CertificatesCommand());
  }
}
