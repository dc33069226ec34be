package org.shoestring.pipeline;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.spec.SettingsFile;
import org.shoestring.spec.UsageException;

/**
 * Asks Beam whether it takes pipeline options. Beam builds all the options that it knows for an
 * answer, for most of a second: it is asked once for all, and again only if something is wrong.
 */
final class OptionChecks {
  private static final Pattern SECRET =
      Pattern.compile("credential|secret|password|token|key", Pattern.CASE_INSENSITIVE);

  /** What Beam says of an option that it does not know. */
  private static final Pattern UNKNOWN_OPTION =
      Pattern.compile("missing a property named '[^']*'\\.?\\s*(?<similar>Did you mean .*?\\?)?$");

  private OptionChecks() {}

  /**
   * Checks options, {@code --name=value}.
   *
   * @throws UsageException for the first that Beam does not take
   */
  static void check(List<SettingsFile.Line> options) {
    if (options.isEmpty()) {
      return;
    }
    try {
      create(options.stream().map(SettingsFile.Line::text).toList());
    } catch (RuntimeException together) { // Whatever reading a value throws, a value is to blame.
      for (SettingsFile.Line option : options) {
        try {
          create(List.of(option.text()));
        } catch (RuntimeException e) {
          throw refused(option, e);
        }
      }
      throw refused(options.get(options.size() - 1), together);
    }
  }

  /** New options. */
  static PipelineOptions create(List<String> arguments) {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).create();
  }

  private static UsageException refused(SettingsFile.Line option, RuntimeException error) {
    return new UsageException(
        option.where() + ": " + refusal(option.text(), String.valueOf(error.getMessage())));
  }

  private static String refusal(String argument, String said) {
    String name = argument.split("=", 2)[0];
    Matcher unknown = UNKNOWN_OPTION.matcher(said);
    if (unknown.find()) {
      String similar = unknown.group("similar");
      String hint = similar == null ? "correct its name, or remove it" : "d" + similar.substring(1);
      return "'" + name + "' is not a Beam pipeline option; " + hint;
    }
    return SECRET.matcher(name).find()
        ? "Beam does not accept this value of '" + name + "'" // Beam's message may repeat it.
        : "Beam does not accept '" + argument + "': " + said.lines().findFirst().orElse("");
  }
}
