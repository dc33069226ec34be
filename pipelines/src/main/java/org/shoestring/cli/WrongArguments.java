package org.shoestring.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.shoestring.spec.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments of a verb, in our words instead of picocli's. */
final class WrongArguments {
  /** How picocli tells that of several words some are missing. */
  private static final Pattern SOME_GIVEN = Pattern.compile("but only .*: \\[(.*)\\]$");

  private static final Pattern UNMATCHED =
      Pattern.compile("Unmatched arguments? from index \\d+: (.*)");
  private static final Pattern NO_NUMBER =
      Pattern.compile("Invalid value for option '([^']*)'.*: '(.*)' is not an? (?:int|long)");

  private WrongArguments() {}

  static UsageException of(ParameterException error) {
    CommandLine at = error.getCommandLine();
    return new UsageException(
        what(error)
            + similar(error)
            + "; all arguments and options: "
            + at.getCommandSpec().qualifiedName()
            + " --help");
  }

  private static String similar(ParameterException error) {
    List<String> similar =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return similar.isEmpty() ? "" : " (did you mean " + String.join(" or ", similar) + "?)";
  }

  private static String what(ParameterException error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof MissingParameterException missing) {
      return missing(missing.getMissing(), message);
    }
    Matcher unmatched = UNMATCHED.matcher(message);
    if (unmatched.matches()) {
      return "unexpected argument: " + unmatched.group(1);
    }
    Matcher number = NO_NUMBER.matcher(message);
    return number.matches()
        ? number.group(1) + " must be a whole number, but is '" + number.group(2) + "'"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
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
