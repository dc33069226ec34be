package org.shoestring.pipeline.options;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Shown;

/** Why Beam does not take an option, in words. */
public final class OptionRefusal {
  private static final Pattern SECRET =
      Pattern.compile("credential|secret|password|token|key", Pattern.CASE_INSENSITIVE);

  /** What Beam says of an option that it does not know. */
  private static final Pattern UNKNOWN =
      Pattern.compile("missing a property named '[^']*'\\.?\\s*(?<similar>Did you mean .*?\\?)?$");

  /** What Beam says of an option that is not there. */
  private static final Pattern MISSING =
      Pattern.compile("Missing required value for \\[(?<name>--[^,\\]]+), \"(?<doc>.*)\"\\]\\. *");

  /** What Jackson, which reads values for Beam, says of a text where it wants a number. */
  private static final Pattern NO_NUMBER =
      Pattern.compile(
          "deserialize value of type `(?:java\\.lang\\.)?(?<type>[Ll]ong|int|Integer)`");

  private OptionRefusal() {}

  /** Why an argument is refused, whatever the others are; empty if it is not. */
  public static Optional<String> of(String argument, Class<? extends PipelineOptions> type) {
    OptionNames.learn();
    try {
      PipelineOptionsFactory.fromArgs(argument).as(type);
      return Optional.empty();
    } catch (RuntimeException e) { // Whatever reading a value throws, the value is to blame.
      return Optional.of(words(argument, String.valueOf(e.getMessage())));
    }
  }

  private static String words(String argument, String said) {
    String name = argument.split("=", 2)[0];
    Matcher unknown = UNKNOWN.matcher(said);
    if (unknown.find()) {
      String similar = unknown.group("similar");
      String hint =
          similar == null
              ? "correct its name, or remove it"
              : "d" + similar.substring(1).replaceAll("'(\\w+)'", "'--$1'");
      return "'" + name + "' is not a Beam pipeline option; " + hint;
    }
    Matcher number = NO_NUMBER.matcher(said);
    if (number.find() && argument.length() > name.length()) {
      String value = argument.substring(name.length() + 1);
      boolean isLong = number.group("type").equalsIgnoreCase("long");
      Kind.Whole range =
          isLong
              ? new Kind.Whole(Long.MIN_VALUE, Long.MAX_VALUE)
              : new Kind.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
      return name + " must be " + range.allowed(value) + ", but is " + Shown.quoted(value);
    }
    return SECRET.matcher(name).find()
        ? "Beam does not accept this value of '" + name + "'" // Beam's message may repeat it.
        : "Beam does not accept '" + argument + "': " + said.lines().findFirst().orElse("");
  }

  /** Why the arguments together are refused, of which each alone is not. */
  public static String ofAll(IllegalArgumentException error) {
    String said = String.valueOf(error.getMessage());
    Matcher missing = MISSING.matcher(said);
    return missing.matches()
        ? "missing option: " + missing.group("name") + " (" + missing.group("doc") + ")"
        : said.strip();
  }
}
