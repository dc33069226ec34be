package org.shoestring.cli.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.CheckpointNumbers;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.CheckpointTransfer;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code checkpoints pull}: brings a checkpoint to this machine. */
@Command(
    name = "pull",
    description = {
      "Copies what a training would find in {checkpoints} if it began now into a local folder: the"
          + " newest checkpoint, and those that keep names as best. Each file is compared with its"
          + " hash. A training at work is not disturbed."
    },
    footer = {"Example:", "  shoestring checkpoints pull e.yaml:model --restore 3/7 here"},
    mixinStandardHelpOptions = true)
final class PullCheckpoint implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "WHAT DIR",
      hideParamSyntax = true,
      description = {
        "What to copy: " + NamedTraining.HELP,
        "Last, the folder to copy into: a new or an empty one."
      })
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--restore",
      paramLabel = "ATTEMPT/NUMBER",
      converter = CheckpointNumbers.class,
      description = "Copy this checkpoint instead of the newest.")
  private CheckpointSettings.@Nullable Wanted restore;

  @Mixin private final SettingOptions settings;

  PullCheckpoint(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    int last = words.size() - 1;
    Path folder = Path.of(words.get(last));
    NamedTraining training =
        NamedTraining.of("checkpoints pull", words.subList(0, last), false, settings);
    checkEmpty(folder);
    CheckpointSettings wanted = training.settings().restoring(Optional.ofNullable(restore));
    CheckpointTransfer transfer =
        new CheckpointTransfer(
            training.checkpoints(), training.curve(), folder.toAbsolutePath(), Terminal::remark);
    Optional<Checkpoint> brought = transfer.pull(wanted);
    if (brought.isEmpty()) {
      throw new UsageException(training.shown() + ": there are no checkpoints yet");
    }
    Terminal.remark(
        folder
            + " has checkpoint "
            + brought.get().id()
            + " ("
            + brought.get().shown()
            + "): "
            + Plural.of(brought.get().files().size(), "file")
            + ", "
            + Bytes.show(brought.get().bytes()));
    return 0;
  }

  private static void checkEmpty(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(folder + ": this is a file; give a folder to copy into");
    }
    if (Files.isDirectory(folder) && !FolderWalk.entries(folder).isEmpty()) {
      throw new UsageException(
          folder
              + ": this folder is not empty; nothing is mixed with what is there, so give a new"
              + " one");
    }
  }
}
