package org.shoestring.pipeline.options;

import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;
import org.shoestring.store.remote.StoreOptions;

/**
 * Asks Beam whether it takes pipeline options. Beam builds all the options that it knows for an
 * answer, for most of a second: it is asked once for all, and again only if something is wrong.
 */
public final class OptionChecks {
  private OptionChecks() {}

  /**
   * Checks options, {@code --name=value}.
   *
   * @param type whose options are allowed beside those of Beam
   * @throws UsageException for the first that Beam does not take
   */
  static void check(List<SettingsFile.Line> options, Class<? extends PipelineOptions> type) {
    if (options.isEmpty()) {
      return;
    }
    try {
      create(options.stream().map(SettingsFile.Line::text).toList(), type);
    } catch (RuntimeException together) { // Whatever reading a value throws, a value is to blame.
      for (SettingsFile.Line option : options) {
        OptionRefusal.of(option.text(), type)
            .ifPresent(
                refusal -> {
                  throw new UsageException(option.where() + ": " + refusal);
                });
      }
      throw together;
    }
    refuseUnused(options);
  }

  /**
   * Fails for an option that Beam takes, and that neither a store nor the runner uses.
   *
   * @param arguments all of them, one of which may choose the runner
   * @throws UsageException naming it
   */
  public static void refuseUnused(List<String> arguments, List<SettingsFile.Line> options) {
    refuseUnused(options);
    RunnerOptions.chosenBy(arguments).refuseUnused(options);
  }

  /** Fails for an option that Beam takes for its own files, and that changes nothing here. */
  private static void refuseUnused(List<SettingsFile.Line> options) {
    Set<String> unused = StoreOptions.unused();
    for (SettingsFile.Line option : options) {
      String name = option.text().split("=", 2)[0].replaceFirst("^--", "");
      if (unused.contains(name)) {
        throw new UsageException(
            option.where()
                + ": no store uses '--"
                + name
                + "', so it would change nothing; remove it");
      }
    }
  }

  /** New options. */
  static PipelineOptions create(List<String> arguments, Class<? extends PipelineOptions> type) {
    OptionNames.learn();
    return PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).as(type);
  }
}
