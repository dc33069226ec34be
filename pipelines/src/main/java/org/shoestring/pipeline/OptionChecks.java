package org.shoestring.pipeline;

import java.util.List;
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
    String name = option.text().split("=", 2)[0];
    boolean isSecret = SECRET.matcher(name).find();
    return new UsageException(
        option.where()
            + ": '"
            + (isSecret ? name + "=..." : option.text())
            + "' is not a Beam pipeline option"
            // Beam's words may repeat the value.
            + (isSecret
                ? ""
                : ": " + String.valueOf(error.getMessage()).lines().findFirst().orElse("")));
  }
}
