package org.shoestring.cli;

import java.util.List;
import org.shoestring.pipeline.ExitCode;
import org.shoestring.pipeline.Version;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Remarks;
import org.shoestring.transform.OutOfMemory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: from raw data to a number, in stages. */
@Command(
    name = "shoestring",
    description = {
      "Deep-learning research pipelines for people with no GPUs and no money:",
      "compressed TSV in, a number out."
    },
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      RunCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      PathCommand.class,
      ScoreCommand.class,
      ListCommand.class,
      HeadCommand.class,
      CatCommand.class,
      CountCommand.class,
      CopyCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      WhereCommand.class,
      ShardsCommand.class,
      GcCommand.class,
      DoctorCommand.class,
      LexiconCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a stage failed, 2 usage or configuration, 4 bad data, 5 storage,",
      "130 interrupted. Results go to stdout, progress and errors to stderr."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.ProgramVersion.class)
public final class Main {
  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    OutOfMemory.watch();
    System.exit(run(args));
  }

  /** Runs one verb and returns its exit code. */
  static int run(String... args) {
    Remarks.to(Terminal::remark);
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler((error, at, parsed) -> ExitCode.tell(error));
    commands.setParameterExceptionHandler(Main::usage);
    commands.setUsageHelpWidth(100);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      OutOfMemory.halt(e);
      throw e;
    }
  }

  /** What {@code --version} prints. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"shoestring " + Version.text()};
    }
  }

  private static int usage(ParameterException error, String[] args) {
    CommandLine at = error.getCommandLine();
    if (args.length == 0
        || String.valueOf(error.getMessage()).startsWith("Missing required subcommand")) {
      at.usage(System.err);
      return ExitCode.USAGE;
    }
    List<String> similar = List.of();
    if (error instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (at.getParent() == null && !first.startsWith("-")) {
        return ExitCode.tell(
            UsageException.unknown("shoestring", "verb", first, at.getSubcommands().keySet()));
      }
      similar = unmatched.getSuggestions();
    }
    String hint = similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
    return ExitCode.tell(
        new UsageException(
            error.getMessage()
                + hint
                + "; "
                + at.getCommandSpec().qualifiedName()
                + " --help tells what there is"));
  }
}
