package org.shoestring.cli.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.LeaseOption;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.RetentionField;
import org.shoestring.files.HostName;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.upkeep.CheckpointPruning;
import org.shoestring.train.checkpoint.upkeep.StoredCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code checkpoints prune}: removes what need not stay. */
@Command(
    name = "prune",
    description = {
      "Removes the checkpoints of a training that 'keep' does not name, and files that were left by"
          + " uploads that never finished. Prints one line for each checkpoint: ATTEMPT/NUMBER,"
          + " name, bytes.",
      "",
      "The newest checkpoint that can be restored stays, and so do the one that the last attempt"
          + " continued from, and those that other stages start from. Nothing is removed while the"
          + " training runs: it is claimed meanwhile. If the newest checkpoint has a loss that is"
          + " NaN or infinite, only --damaged and unfinished files go: older checkpoints are the"
          + " good ones then."
    },
    footer = {
      "Examples:",
      "  shoestring checkpoints prune -n e.yaml:model",
      "  shoestring checkpoints prune s3://bucket/run1 --keep last=1"
    },
    mixinStandardHelpOptions = true)
final class PruneCheckpoints implements Callable<Integer> {
  private static final String KEEP = "--keep";

  @Parameters(arity = "1..*", paramLabel = "WHAT", description = NamedTraining.HELP)
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Only print what would be removed.")
  private boolean dryRun;

  @Option(
      names = KEEP,
      paramLabel = "KEY=VALUE,...",
      description =
          "Which checkpoints stay (default: 'keep' of the stage). Needed without a stage. Example:"
              + " last=2,best=2,by=dev-bleu,order=max.")
  private @Nullable String keep;

  @Option(
      names = "--damaged",
      description =
          "Also remove checkpoints that cannot be restored: their manifest is damaged, or a file is"
              + " missing or has another size.")
  private boolean damaged;

  @Mixin private final LeaseOption lease = new LeaseOption();

  @Mixin private final SettingOptions settings;

  PruneCheckpoints(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws Exception {
    NamedTraining training = NamedTraining.of("checkpoints prune", words, false, settings);
    Retention wanted = wanted(training);
    CheckpointSettings.Starts starts = training.startsOfOthers(Terminal::remark);
    if (dryRun) {
      tell(find(training, wanted, starts), "would be removed");
      return 0;
    }
    try (LeaseManager leases =
            LeaseManager.untilExit(training.store(), lease.duration(), Terminal::remark);
        HeldLease held = training.claim(leases)) {
      if (!find(training, wanted, starts).isEmpty()) { // Else no attempt need be ended.
        Attempt removal = Attempt.beginRemoval(training.checkpoints(), HostName.get(), "prune");
        CheckpointPruning pruning = find(training, wanted, starts);
        pruning.remove(removal);
        tell(pruning, "removed");
      } else {
        Terminal.remark("nothing to remove");
      }
    }
    return 0;
  }

  /** Nothing on the storage tells what else a training of a location keeps: the best, say. */
  private Retention wanted(NamedTraining training) {
    if (keep != null) {
      return RetentionField.ofOption(KEEP, keep);
    }
    return training
        .ofStage()
        .orElseThrow(
            () ->
                new UsageException(
                    training.shown()
                        + ": say which checkpoints stay, for only the experiment, or the command"
                        + " line of its training, tells that; for example: --keep last=3"))
        .keep();
  }

  private CheckpointPruning find(
      NamedTraining training, Retention wanted, CheckpointSettings.Starts starts) throws Exception {
    return CheckpointPruning.find(
        training.checkpoints(),
        training.measurements(Terminal::remark),
        wanted,
        damaged,
        starts.now());
  }

  private static void tell(CheckpointPruning pruning, String done) {
    for (StoredCheckpoint one : pruning.checkpoints()) {
      Rows.print(
          one.id().toString(),
          one.manifest().map(Checkpoint::name).orElse("damaged"),
          Long.toString(one.bytes()));
    }
    Terminal.remark(
        Plural.of(pruning.checkpoints().size(), "checkpoint")
            + " and "
            + Plural.of(pruning.files().size(), "file")
            + ", "
            + Bytes.show(pruning.bytes())
            + ", "
            + done);
  }
}
