package org.shoestring.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.lines.ImportCommand;
import org.shoestring.cli.training.TrainCommand;
import org.shoestring.spec.Shown;
import org.shoestring.spec.SimilarName;
import org.shoestring.spec.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments of a verb, in our words instead of picocli's. */
final class WrongArguments {
  /** How picocli tells that of several words some are missing. */
  private static final Pattern SOME_GIVEN = Pattern.compile("but only .*: \\[(.*)\\]$");

  private WrongArguments() {}

  static UsageException of(ParameterException error) {
    CommandLine at = error.getCommandLine();
    if (error.getArgSpec() instanceof OptionSpec option
        && option.converters().length > 0
        && option.converters()[0] instanceof WholeNumber<?> number
        && error.getValue() != null) {
      return number.error(label(option), error.getValue());
    }
    if (error.getArgSpec() instanceof OptionSpec option
        && option.typeInfo().isEnum()
        && error.getValue() != null) {
      return UsageException.mustBe(label(option), oneOf(option), error.getValue());
    }
    return new UsageException(
        what(error)
            + similar(error)
            + "; all arguments and options: "
            + at.getCommandSpec().qualifiedName()
            + " --help");
  }

  /**
   * What is to be told of an error: where words are missing and options are unknown, it is often
   * that an option was misspelt, so that its value, or the help that it asks for, is not seen.
   *
   * @param again the same commands, to parse the words once more
   */
  static ParameterException first(ParameterException error, CommandLine again, String... args) {
    if (!(error instanceof MissingParameterException)) {
      return error;
    }
    collectErrors(again);
    for (ParseResult at = again.parseArgs(args); at != null; at = at.subcommand()) {
      for (Exception other : at.errors()) {
        if (other instanceof UnmatchedArgumentException unmatched && hasOption(unmatched)) {
          return unmatched;
        }
      }
    }
    return error;
  }

  private static void collectErrors(CommandLine command) {
    command.getCommandSpec().parser().collectErrors(true);
    command.getSubcommands().values().forEach(WrongArguments::collectErrors);
  }

  /** The error of options that stand before the verb of a command; empty if there is no verb. */
  static Optional<UsageException> beforeVerb(CommandLine at, String option, List<String> args) {
    int first = args.indexOf(option);
    for (int i = first + 1; i < args.size(); i++) {
      if (at.getSubcommands().containsKey(args.get(i))) {
        List<String> words = new ArrayList<>(args.subList(first, i));
        words.addAll(args.subList(i + 1, args.size()));
        return Optional.of(
            new UsageException(
                "'"
                    + option
                    + "' is before the verb; write options after it: "
                    + at.getCommandSpec().qualifiedName()
                    + " "
                    + args.get(i)
                    + words.stream()
                        .map(word -> " " + Shown.word(word))
                        .collect(Collectors.joining())));
      }
    }
    return Optional.empty();
  }

  /** The error of an argument or a value that has no letters, where that means nothing. */
  static Optional<UsageException> empty(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      for (ArgSpec argument : at.matchedArgs()) {
        if (argument.originalStringValues().contains("") && !mayBeEmpty(argument)) {
          return Optional.of(UsageException.empty(label(argument).replaceAll("[\\[\\]]", "")));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean mayBeEmpty(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName().equals(ImportCommand.MISSING)
        : argument.paramLabel().equals(TrainCommand.COMMAND);
  }

  private static String oneOf(OptionSpec option) {
    return option.typeInfo().getEnumConstantNames().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  /** The options that are unknown; if there are none, the words too many. */
  private static List<String> unknown(UnmatchedArgumentException unmatched) {
    return hasOption(unmatched)
        ? unmatched.getUnmatched().stream().filter(WrongArguments::isOption).toList()
        : unmatched.getUnmatched();
  }

  private static boolean hasOption(UnmatchedArgumentException unmatched) {
    return unmatched.getUnmatched().stream().anyMatch(WrongArguments::isOption);
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.startsWith("-");
  }

  /** The option that an unknown one is nearly like. */
  private static String similar(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String given = unknown(unmatched).get(0).split("=", 2)[0];
    if (!given.startsWith("--")) {
      return ""; // The letters of short names are too few to tell.
    }
    return SimilarName.question(
        given,
        error.getCommandLine().getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .flatMap(option -> Stream.of(option.names()))
            .filter(name -> name.startsWith("--")),
        2);
  }

  private static String what(ParameterException error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof MissingParameterException missing) {
      return missing(missing.getMissing(), message);
    }
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> words = unknown(unmatched);
      return (hasOption(unmatched) ? "unknown option" : "unexpected argument")
          + (words.size() > 1 ? "s: " : ": ")
          + words.stream().map(Shown::quoted).collect(Collectors.joining(", "));
    }
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String missing(List<ArgSpec> missing, String message) {
    Set<String> labels =
        missing.stream()
            .map(WrongArguments::label)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String names = String.join(", ", labels);
    if (message.startsWith("Missing required parameter for option")) {
      return names + " needs a value";
    }
    boolean options = missing.stream().allMatch(ArgSpec::isOption);
    Matcher some = SOME_GIVEN.matcher(message);
    return (options ? "missing option" : "missing argument")
        + (labels.size() > 1 ? "s: " : ": ")
        + names
        + (some.find() ? ", but only '" + some.group(1) + "' is given" : "");
  }

  /** How help names an argument. */
  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + option.paramLabel()
        : argument.paramLabel();
  }
}
