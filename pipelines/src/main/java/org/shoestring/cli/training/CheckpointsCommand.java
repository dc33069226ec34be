package org.shoestring.cli.training;

import org.shoestring.store.Stores;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code checkpoints}: what can be done with the checkpoints of a training. */
@Command(
    name = "checkpoints",
    description = "Lists, fetches, adds, checks or removes the checkpoints of a training.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true)
public final class CheckpointsCommand {
  private CheckpointsCommand() {}

  /** The verb with its own verbs. */
  public static CommandLine of(Stores stores) {
    return new CommandLine(new CheckpointsCommand())
        .addSubcommand(new ListCheckpoints(stores))
        .addSubcommand(new PullCheckpoint(stores))
        .addSubcommand(new PushCheckpoint(stores))
        .addSubcommand(new VerifyCheckpoints(stores))
        .addSubcommand(new PruneCheckpoints(stores));
  }
}
