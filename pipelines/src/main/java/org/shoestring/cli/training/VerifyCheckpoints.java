package org.shoestring.cli.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import org.shoestring.train.checkpoint.upkeep.CheckpointCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code checkpoints verify}: whether checkpoints are what they were when they were saved. */
@Command(
    name = "verify",
    description = {
      "Reads all checkpoints of a training and compares their bytes with the hashes in their"
          + " manifests. Prints one line for each file: ATTEMPT/NUMBER, path, and 'ok' or what is"
          + " wrong. The exit code is 4 if anything is wrong."
    },
    footer = {"Example:", "  shoestring checkpoints verify s3://bucket/run1"},
    mixinStandardHelpOptions = true)
final class VerifyCheckpoints implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = NamedTraining.HELP)
  private List<String> words = new ArrayList<>();

  @Mixin private final SettingOptions settings;

  VerifyCheckpoints(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    NamedTraining training = NamedTraining.of("checkpoints verify", words, false, settings);
    AtomicInteger wrong = new AtomicInteger();
    CheckpointCheck.all(
        training.checkpoints(),
        check -> {
          if (check.fault().isPresent()) {
            wrong.incrementAndGet();
          }
          Rows.print(check.id().toString(), check.what(), check.fault().orElse("ok"));
        });
    if (wrong.get() == 0) {
      return 0;
    }
    Terminal.error(
        training.shown()
            + ": "
            + Plural.of(wrong.get(), "check")
            + " failed; a training passes over what is damaged, and 'checkpoints prune --damaged'"
            + " removes it");
    return ExitCode.BAD_DATA;
  }
}
