package org.shoestring.pipeline.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.SettingsFile;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlinkOptions;
import org.shoestring.pipeline.flink.embedded.EmbeddedKeys;
import org.shoestring.pipeline.flink.embedded.OwnSettings;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.store.remote.SecretFields;
import software.amazon.awssdk.regions.Region;

/**
 * How pipelines are run: the settings of a runner, from its file in {@code runners-config}, and
 * what the user adds.
 *
 * @param arguments Beam pipeline options, {@code --name=value}
 * @param flink Flink's configuration, for the embedded cluster
 * @param parallelism how many units of work are worked on at once
 * @param spill where a runner puts what memory does not hold; null for the user's cache folder
 * @param unchecked lines of the file that Beam and Flink were not asked about
 * @param typed lines that the user has added
 * @param type whose options are allowed beside those of Beam
 */
public record BeamSettings(
    List<String> arguments,
    Map<String, String> flink,
    int parallelism,
    @Nullable Path spill,
    List<SettingsFile.Line> unchecked,
    List<SettingsFile.Line> typed,
    Class<? extends PipelineOptions> type) {
  private static final Pattern FLINK_LINE = Pattern.compile("([a-z][A-Za-z0-9.-]*):\\s+(\\S.*)");

  public BeamSettings {
    arguments = List.copyOf(arguments);
    flink = Collections.unmodifiableMap(new TreeMap<>(flink));
    unchecked = List.copyOf(unchecked);
    typed = List.copyOf(typed);
  }

  /**
   * The settings of a runner.
   *
   * @param runner a name in {@code runners-config}, or a path of a file
   * @param added pipeline options of the user, which win
   * @throws UsageException if there is no such runner, a line has no form, or Beam does not know an
   *     option of the user
   */
  public static BeamSettings of(String runner, List<String> added, int parallelism)
      throws IOException {
    return of(runner, added, parallelism, PipelineOptions.class);
  }

  /** The same where options of one more type are allowed. */
  public static BeamSettings of(
      String runner, List<String> added, int parallelism, Class<? extends PipelineOptions> type)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    Map<String, String> flink = new TreeMap<>();
    List<SettingsFile.Line> unchecked = new ArrayList<>();
    List<SettingsFile.Line> ofFlink = new ArrayList<>();
    Set<String> names = new HashSet<>();
    SettingsFile file = RunnerFile.of(runner);
    Set<String> tested = RunnerFile.builtInLines();
    for (SettingsFile.Line line : file.lines()) {
      UrlCredentials.refuse(line.where() + ": " + name(line.text()), line.text());
      Matcher setting = FLINK_LINE.matcher(line.text());
      String name = setting.matches() ? setting.group(1) : name(line.text());
      if (setting.matches()) {
        flink.put(name, setting.group(2));
      } else {
        checkForm(line);
        arguments.add(line.text());
      }
      if (!tested.contains(line.text())) {
        unchecked.add(line);
      } else if (setting.matches()) {
        ofFlink.add(line);
      }
      if (!names.add(name)) {
        throw new UsageException(
            line.where() + ": '" + name + "' is set twice; remove one of the two lines");
      }
    }
    List<SettingsFile.Line> typed = new ArrayList<>();
    for (String argument : added) {
      UrlCredentials.refuse(name(argument), argument);
      SettingsFile.Line line = new SettingsFile.Line("the command line", argument);
      checkForm(line);
      typed.add(line);
      arguments.removeIf(other -> name(other).equals(name(argument)));
      arguments.add(argument);
    }
    OptionChecks.check(typed, type);
    if (!RunnerOptions.chosenBy(arguments).isEmbeddedFlink()) {
      unchecked.addAll(ofFlink); // Tested, but with another runner.
    }
    return new BeamSettings(arguments, flink, parallelism, null, unchecked, typed, type);
  }

  /**
   * These settings, if Beam and Flink know all of them, and the runner uses them. To ask takes a
   * while, so it is done when there is something to run.
   *
   * @throws UsageException for the first that they do not know or use
   */
  public BeamSettings checked() {
    RunnerOptions runner = RunnerOptions.chosenBy(arguments);
    List<SettingsFile.Line> beam = new ArrayList<>();
    for (SettingsFile.Line line : unchecked) {
      Matcher setting = FLINK_LINE.matcher(line.text());
      if (setting.matches()) {
        EmbeddedKeys.check(line.where(), setting.group(1), setting.group(2));
        runner.refuseFlinks(line, setting.group(1));
      } else {
        beam.add(line);
      }
    }
    OptionChecks.check(beam, type);
    runner.refuseUnused(beam);
    runner.refuseUnused(typed);
    return this;
  }

  /** These settings with another place for what memory does not hold. */
  public BeamSettings spillingTo(@Nullable Path folder) {
    return new BeamSettings(arguments, flink, parallelism, folder, unchecked, typed, type);
  }

  private static String name(String argument) {
    return argument.split("=", 2)[0];
  }

  private static void checkForm(SettingsFile.Line line) {
    if (!line.text().startsWith("--")) {
      throw new UsageException(
          line.where()
              + ": '"
              + line.text()
              + "' is not a setting; write a Beam pipeline option as --NAME=VALUE, or a Flink setting"
              + " as KEY: VALUE");
    }
  }

  private PipelineOptions create() {
    try {
      return OptionChecks.create(arguments, type);
    } catch (RuntimeException e) {
      checked(); // Tells which one is wrong.
      throw e;
    }
  }

  /**
   * New options for one pipeline.
   *
   * @param units how many units of work it has: there is no use for more threads or slots
   */
  public PipelineOptions options(int units) {
    PipelineOptions options = withoutSecrets(create());
    withoutSearchForRegion(options, arguments);
    int atOnce = Math.max(1, Math.min(units, parallelism));
    if (options.getRunner().getSimpleName().equals(RunnerOptions.EMBEDDED)) {
      embedded(options.as(EmbeddedFlinkOptions.class), atOnce);
    } else if (isElsewhere()) {
      onCluster(options.as(ClusterFlinkOptions.class), units);
    } else if (!isGiven("--targetParallelism")) {
      options.as(DirectOptions.class).setTargetParallelism(atOnce);
    }
    return options;
  }

  /** New options that decide how stores are spoken to. */
  public PipelineOptions storeOptions() {
    return create();
  }

  /** A pipeline's options are sent to workers, and nothing there needs the secrets of stores. */
  private PipelineOptions withoutSecrets(PipelineOptions all) {
    List<String> open = SecretFields.without(arguments);
    return open.size() == arguments.size() ? all : OptionChecks.create(open, type);
  }

  /**
   * Beam makes an S3 client for every pipeline, whatever that reads. Where no region is given, it
   * would be looked for as far as in a request to the machine's host, for seconds.
   */
  public static void withoutSearchForRegion(PipelineOptions options, List<String> arguments) {
    if (arguments.stream().noneMatch(argument -> name(argument).equals("--awsRegion"))) {
      options.as(AwsOptions.class).setAwsRegion(Region.US_EAST_1);
    }
  }

  /** Whether work is done by workers of other machines. */
  public boolean isElsewhere() {
    return RunnerOptions.chosenBy(arguments).isCluster();
  }

  /**
   * The same settings for work that needs this machine, whatever the runner: with the direct
   * runner, and all that is said of stores.
   */
  public BeamSettings here() throws IOException {
    List<String> ofStores =
        arguments.stream().filter(argument -> !RunnerOptions.isRunners(argument)).toList();
    return of("direct", ofStores, parallelism, type).spillingTo(spill);
  }

  private void onCluster(ClusterFlinkOptions options, int units) {
    if (!isGiven("--parallelism")) {
      options.setParallelism(Math.max(1, units));
    }
  }

  private void embedded(EmbeddedFlinkOptions options, int atOnce) {
    if (spill != null && !isGiven("--spillFolder")) {
      options.setSpillFolder(spill.toString());
    }
    if (!isGiven("--parallelism")) {
      options.setParallelism(atOnce);
    }
    if (!isGiven("--slots")) {
      options.setSlots(Math.max(parallelism, options.getParallelism()));
    }
    if (!flink.isEmpty()) {
      options.setFlinkConfiguration(flink);
    }
    options.setOwnSettings(
        Stream.concat(unchecked.stream(), typed.stream())
            .filter(line -> OwnSettings.isFlinks(line.text()))
            .map(line -> line.where() + ": " + line.text())
            .toList());
  }

  private boolean isGiven(String name) {
    return arguments.stream().anyMatch(a -> name(a).equals(name));
  }
}
