package org.shoestring.cli;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.shoestring.cli.flink.FlinkCommand;
import org.shoestring.cli.lines.CatCommand;
import org.shoestring.cli.lines.CopyCommand;
import org.shoestring.cli.lines.CountCommand;
import org.shoestring.cli.lines.ExportCommand;
import org.shoestring.cli.lines.HeadCommand;
import org.shoestring.cli.lines.ImportCommand;
import org.shoestring.cli.lines.LexiconCommand;
import org.shoestring.cli.scoring.ScoreCommand;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Stdout;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.cli.stages.DoctorCommand;
import org.shoestring.cli.stages.ExplainCommand;
import org.shoestring.cli.stages.GcCommand;
import org.shoestring.cli.stages.ListCommand;
import org.shoestring.cli.stages.LogCommand;
import org.shoestring.cli.stages.PathCommand;
import org.shoestring.cli.stages.RunCommand;
import org.shoestring.cli.stages.ShardsCommand;
import org.shoestring.cli.stages.StatusCommand;
import org.shoestring.cli.stages.WhereCommand;
import org.shoestring.cli.training.CheckpointsCommand;
import org.shoestring.cli.training.CurveCommand;
import org.shoestring.cli.training.StopCommand;
import org.shoestring.cli.training.TrainCommand;
import org.shoestring.files.FileNames;
import org.shoestring.pipeline.options.OptionNames;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.process.Version;
import org.shoestring.spec.Shown;
import org.shoestring.spec.SimilarName;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Warnings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** All verbs, and what is said of a command line that is none of theirs. */
@Command(
    name = "shoestring",
    description =
        "Deep-learning research pipelines for people with no GPUs and no money: compressed TSV"
            + " in, a number out.",
    synopsisSubcommandLabel = "VERB",
    footer = {
      "'shoestring VERB --help' prints the options of a verb. Results go to stdout,"
          + " progress and errors to stderr.",
      "",
      "Exit codes: 0 done, 1 a stage failed, 2 usage or configuration, 4 bad data, 5"
          + " storage or credentials, 75 stopped early and resumable, 130 Ctrl-C, 143 SIGTERM,"
          + " 129 the terminal was closed."
    },
    mixinStandardHelpOptions = true)
final class Verbs {
  /** All verbs, in the order in which help lists them. */
  private static final List<String> NAMES =
      List.of(
          "run",
          "status",
          "explain",
          "path",
          "log",
          "stop",
          "train",
          "checkpoints",
          "curve",
          "score",
          "ls",
          "head",
          "cat",
          "wc",
          "cp",
          "import",
          "export",
          "where",
          "shards",
          "gc",
          "doctor",
          "lexicon",
          "flink",
          "help");

  private static final Set<String> HELP = Set.of("help", "--help", "-h", "--version", "-V");

  private Verbs() {}

  /** Runs the verb of a process of ours, and returns its exit code. */
  static int runProcess(String... args) {
    return run(Stores.withoutOptions(OptionNames::unset), args);
  }

  /** Runs one verb and returns its exit code. */
  static int run(String... args) {
    return run(Stores.withoutOptions(), args);
  }

  /** The same with stores that are spoken to in a way of their own. */
  static int run(Stores stores, String... args) {
    Warnings.to(Terminal::remark);
    try {
      checkNames(List.of(args));
    } catch (UsageException e) {
      return Terminal.error(e);
    }
    return commands(stores, List.of(args)).execute(args);
  }

  /**
   * The commands, as they are parsed and run: only the verb that the arguments begin with, since
   * all of them together take longer than most verbs; all, where help or an error may list them.
   */
  static CommandLine commands(Stores stores, List<String> args) {
    CommandLine commands = new CommandLine(new Verbs());
    String verb = args.isEmpty() ? "" : args.get(0);
    boolean one = NAMES.contains(verb) && !HELP.contains(verb);
    (one ? List.of(verb) : NAMES).forEach(name -> commands.addSubcommand(verb(name, stores)));
    commands.setExecutionExceptionHandler(
        (error, at, parsed) -> error instanceof Stdout.UnreadException ? 0 : Terminal.error(error));
    commands.setParameterExceptionHandler((error, words) -> usage(stores, error, words));
    IExecutionStrategy usual = new RunLast();
    commands.setExecutionStrategy(
        parsed ->
            helped(parsed)
                ? 0
                : WrongArguments.empty(parsed)
                    .map(Terminal::error)
                    .orElseGet(() -> usual.execute(parsed)));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExpandAtFiles(false); // A file may have such a name.
    tellVersion(commands);
    return commands;
  }

  private static Object verb(String name, Stores stores) {
    return switch (name) {
      case "run" -> new RunCommand(stores);
      case "stop" -> new StopCommand(stores);
      case "curve" -> new CurveCommand(stores);
      case "status" -> new StatusCommand(stores);
      case "explain" -> new ExplainCommand(stores);
      case "path" -> new PathCommand(stores);
      case "log" -> new LogCommand(stores);
      case "train" -> TrainCommand.of(stores);
      case "score" -> new ScoreCommand(stores);
      case "ls" -> new ListCommand(stores);
      case "head" -> new HeadCommand(stores);
      case "cat" -> new CatCommand(stores);
      case "wc" -> new CountCommand(stores);
      case "cp" -> new CopyCommand(stores);
      case "import" -> new ImportCommand(stores);
      case "export" -> new ExportCommand(stores);
      case "where" -> new WhereCommand(stores);
      case "shards" -> ShardsCommand.of(stores);
      case "gc" -> new GcCommand(stores);
      case "doctor" -> new DoctorCommand(stores);
      case "checkpoints" -> CheckpointsCommand.of(stores);
      case "lexicon" -> new LexiconCommand(stores);
      case "flink" -> FlinkCommand.of();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Prints help, if it was asked for. */
  private static boolean helped(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      if (at.isUsageHelpRequested()) {
        CommandLine command = at.commandSpec().commandLine();
        System.out.print(HelpText.of(command, Screen.stdout().columns()));
        return true;
      }
    }
    return false;
  }

  /** Fails where the locale has lost letters of the words or of the working directory. */
  private static void checkNames(List<String> args) {
    FileNames.checkGiven(args);
    if (Collections.disjoint(args, HELP)) {
      FileNames.checkGiven(List.of(System.getProperty("user.dir", "")));
    }
  }

  /** Has {@code --version} print the same after each verb. */
  private static void tellVersion(CommandLine commands) {
    commands.getCommandSpec().versionProvider(new ProgramVersion());
    commands.getSubcommands().values().forEach(Verbs::tellVersion);
  }

  /** What {@code --version} prints. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"shoestring " + Version.text()};
    }
  }

  private static int usage(Stores stores, ParameterException thrown, String[] args) {
    List<String> words = List.of(args);
    ParameterException error = WrongArguments.first(thrown, commands(stores, words), args);
    CommandLine at = error.getCommandLine();
    if (args.length == 0
        || String.valueOf(error.getMessage()).startsWith("Missing required subcommand")) {
      System.err.print(HelpText.of(at, Screen.stderr().columns()));
      return ExitCode.USAGE;
    }
    if (error instanceof UnmatchedArgumentException unmatched && !at.getSubcommands().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      return Terminal.error(
          first.startsWith("-")
              ? WrongArguments.beforeVerb(at, first, words)
                  .orElseGet(() -> WrongArguments.of(error))
              : unknownVerb(at, first));
    }
    return Terminal.error(WrongArguments.of(error));
  }

  /** The error of a verb that a command does not have. */
  static UsageException unknownVerb(CommandLine at, String verb) {
    String above = at.getParent() == null ? "" : at.getCommandName() + ": ";
    Set<String> known = at.getSubcommands().keySet();
    return new UsageException(
        above
            + "unknown verb "
            + Shown.quoted(verb)
            + SimilarName.question(verb, known.stream(), 1)
            + "; known: "
            + String.join(", ", known));
  }
}
