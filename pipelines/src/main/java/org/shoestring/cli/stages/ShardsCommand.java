package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.verify.Verification;
import org.shoestring.spec.Plural;
import org.shoestring.store.Stores;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shards}: what can be done with the shards of an output. */
@Command(
    name = "shards",
    description = "Checks the shards of an output.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true)
public final class ShardsCommand {
  private ShardsCommand() {}

  /** The verb with its own verbs. */
  public static CommandLine of(Stores stores) {
    return new CommandLine(new ShardsCommand()).addSubcommand(new VerifyCommand(stores));
  }

  /** {@code shards verify}: whether they are what they were, and what they were made of. */
  @Command(
      name = "verify",
      description = {
        "Checks an output, and prints one line for each check: what, where, 'ok' or what is"
            + " wrong, and numbers.",
        "",
        "Every shard and file is compared with the manifest: bytes, lines, and the hashes of"
            + " both. The shards of a shard stage are also compared with its input: they must have"
            + " as many lines, differ in size by at most one line (with 'balance: tokens', be cut"
            + " where the tokens of the input say), and each have the right lines in any order. The"
            + " order does not matter because the XXH3-128 hashes of the lines are"
            + " added up modulo 2^128. The exit code is 4 if anything is wrong."
      },
      footer = {"Example:", "  shoestring shards verify experiment.yaml:shards -j 2"},
      mixinStandardHelpOptions = true)
  static final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "WHAT", description = OutputFinder.HELP)
    private List<String> words = new ArrayList<>();

    @Option(
        names = {"-j", "--jobs"},
        paramLabel = "N",
        converter = WholeNumber.Jobs.class,
        description =
            "How many shards to read at the same time (default: the number of processors).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Mixin private final SettingOptions settings;

    VerifyCommand(Stores stores) {
      this.settings = new SettingOptions(stores);
    }

    @Override
    public Integer call() throws Exception {
      int code = 0;
      for (String name : StageWords.joined(words)) {
        code = Math.max(code, verify(name));
      }
      return code;
    }

    private int verify(String name) throws Exception {
      int wrong = verification(name).run(jobs, check -> Rows.print(List.of(check.fields())));
      if (wrong == 0) {
        return 0;
      }
      Terminal.error(name + ": " + Plural.of(wrong, "check") + " failed");
      return ExitCode.BAD_DATA;
    }

    private Verification verification(String name) throws IOException {
      Optional<OutputFinder.Named> stage =
          OutputFinder.Named.parse("shards verify", name, settings);
      if (stage.isEmpty()) {
        return Verification.of(
            settings.stores(), name, OutputFinder.manifestIn(settings.stores(), name));
      }
      OutputFinder.Made made = OutputFinder.made(stage.get().experiment(), stage.get().stage());
      return made.planner().verification(made.stage());
    }
  }
}
