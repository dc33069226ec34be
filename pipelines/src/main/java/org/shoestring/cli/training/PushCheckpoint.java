package org.shoestring.cli.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.LeaseOption;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.files.CacheFolder;
import org.shoestring.files.HostName;
import org.shoestring.files.ProcessFolder;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.train.checkpoint.CheckpointTransfer;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.Presets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code checkpoints push}: saves a checkpoint that lies on this machine. */
@Command(
    name = "push",
    description = {
      "Saves the newest checkpoint of a local folder, from which the next run of the training"
          + " continues. For checkpoints that were trained elsewhere, or came on a disk. The"
          + " training must not be running."
    },
    footer = {
      "Examples:",
      "  shoestring checkpoints push output e.yaml:model",
      "  shoestring checkpoints push output s3://bucket/run1 --name checkpoint-500"
    },
    mixinStandardHelpOptions = true)
final class PushCheckpoint implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "DIR WHAT",
      hideParamSyntax = true,
      description = {
        "First, the folder that has the checkpoint, as a trainer wrote it.",
        "Then the training: " + NamedTraining.HELP
      })
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Save this checkpoint instead of the newest: checkpoint-500, step-20.pt.")
  private @Nullable String name;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description =
          "Which files are a checkpoint (default: that of the stage, or found by their names).")
  private @Nullable String preset;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where to keep a copy on its way (default: ~/.cache/shoestring).")
  private Path workDir = CacheFolder.ofUser();

  @Mixin private final LeaseOption lease = new LeaseOption();

  @Mixin private final SettingOptions settings;

  PushCheckpoint(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Path.of(words.get(0)).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          words.get(0) + ": there is no such folder; write: checkpoints push DIR WHAT");
    }
    NamedTraining training =
        NamedTraining.of("checkpoints push", words.subList(1, words.size()), true, settings);
    if (training.isFinished()) {
      throw new UsageException(
          training.shown()
              + ": this stage is finished, so no run would continue from the checkpoint. To train"
              + " on from it, push it to a location of its own, and name that as start-from in a"
              + " changed stage");
    }
    boolean isNew = training.isNew();
    Optional<CheckpointPreset> wanted =
        preset == null
            ? training.settings().preset()
            : Optional.of(Presets.named("--preset", preset));
    CheckpointTransfer transfer =
        new CheckpointTransfer(training.checkpoints(), training.curve(), folder, Terminal::remark);
    CheckpointTransfer.Chosen chosen = transfer.choose(wanted, Optional.ofNullable(name));
    Path scratch = ProcessFolder.under(workDir.resolve("push")).resolve("checkpoint");
    try (LeaseManager leases =
            LeaseManager.untilExit(training.store(), lease.duration(), Terminal::remark);
        HeldLease held = training.claim(leases)) {
      Checkpoint saved = transfer.push(chosen, scratch, HostName.get());
      Terminal.remark(
          "checkpoint "
              + saved.id()
              + " ("
              + saved.shown()
              + ", "
              + Bytes.show(saved.bytes())
              + ") is saved"
              + (isNew ? ", the first one in " + training.shown() : "")
              + "; the next run of this training continues from it");
    }
    return 0;
  }
}
