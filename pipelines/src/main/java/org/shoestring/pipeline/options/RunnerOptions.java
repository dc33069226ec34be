package org.shoestring.pipeline.options;

import java.beans.Introspector;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.VersionDependentFlinkPipelineOptions;
import org.shoestring.files.SettingsFile;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.cluster.UnusedOnCluster;
import org.shoestring.pipeline.flink.embedded.EmbeddedFlinkOptions;
import org.shoestring.pipeline.flink.embedded.UnusedSettings;
import org.shoestring.spec.UsageException;

/** What the runner that is chosen does not use: Beam takes the options of all runners alike. */
final class RunnerOptions {
  private static final String RUNNER = "--runner=";
  static final String DIRECT = "DirectRunner";
  static final String EMBEDDED = "EmbeddedFlinkRunner";
  static final String CLUSTER = "ClusterFlinkRunner";

  /** The names of options, by runner; found when there is an option to look for. */
  private static final class Names {
    static final Set<String> OF_DIRECT = names(DirectOptions.class);
    static final Set<String> OF_FLINK =
        names(
            FlinkPipelineOptions.class,
            VersionDependentFlinkPipelineOptions.class,
            EmbeddedFlinkOptions.class,
            ClusterFlinkOptions.class);
    static final Set<String> OF_EMBEDDED = names(EmbeddedFlinkOptions.class);
    static final Set<String> OF_CLUSTER = names(ClusterFlinkOptions.class);
  }

  private final String runner;

  private RunnerOptions(String runner) {
    this.runner = runner;
  }

  /** Of the runner that arguments choose: Beam takes the last part of its name, in any case. */
  static RunnerOptions chosenBy(Collection<String> arguments) {
    String given =
        arguments.stream()
            .filter(argument -> argument.startsWith(RUNNER))
            .map(argument -> argument.substring(RUNNER.length()))
            .findFirst()
            .orElse(DIRECT);
    return new RunnerOptions(
        Stream.of(DIRECT, EMBEDDED, CLUSTER)
            .filter(name -> isSame(name, given))
            .findFirst()
            .orElse(given));
  }

  private static boolean isSame(String name, String given) {
    return shortName(name).equals(shortName(given));
  }

  private static String shortName(String runner) {
    String last = runner.substring(runner.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return last.endsWith("runner") ? last.substring(0, last.length() - "runner".length()) : last;
  }

  private static Set<String> names(Class<?>... types) {
    return Stream.of(types)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .map(method -> method.getName())
        .filter(name -> name.startsWith("set"))
        .map(name -> Introspector.decapitalize(name.substring("set".length())))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an argument, {@code --name=value}, chooses a runner or is an option of one. */
  static boolean isRunners(String argument) {
    String name = argument.split("=", 2)[0].replaceFirst("^--", "");
    return name.equals("runner")
        || name.equals("blockExchange")
        || Names.OF_DIRECT.contains(name)
        || Names.OF_FLINK.contains(name);
  }

  boolean isEmbeddedFlink() {
    return runner.equals(EMBEDDED);
  }

  boolean isCluster() {
    return runner.equals(CLUSTER);
  }

  /**
   * Fails for an option, {@code --name=value}, that changes nothing with this runner.
   *
   * @throws UsageException for the first
   */
  void refuseUnused(List<SettingsFile.Line> options) {
    for (SettingsFile.Line option : options) {
      String name = option.text().split("=", 2)[0];
      whyUnused(name.replaceFirst("^--", ""))
          .ifPresent(
              why -> {
                throw unused(option, name, why);
              });
    }
  }

  private Optional<String> whyUnused(String name) {
    if (runner.equals(DIRECT) && Names.OF_FLINK.contains(name)) {
      return Optional.of(ofAnother("the Flink runners"));
    }
    if (!isEmbeddedFlink() && !isCluster()) {
      return Optional.empty();
    }
    if (Names.OF_DIRECT.contains(name)) {
      return Optional.of(ofAnother(DIRECT));
    }
    Set<String> ofOther = isCluster() ? Names.OF_EMBEDDED : Names.OF_CLUSTER;
    if (ofOther.contains(name)) {
      return Optional.of(ofAnother(isCluster() ? EMBEDDED : CLUSTER));
    }
    return isCluster() ? UnusedOnCluster.ofBeam(name) : UnusedSettings.ofBeam(name);
  }

  /**
   * Fails for a setting of Flink, {@code key: value}, if there is no embedded cluster to use it.
   *
   * @throws UsageException naming it
   */
  void refuseFlinks(SettingsFile.Line line, String key) {
    if (!isEmbeddedFlink()) {
      throw unused(
          line,
          key,
          isCluster()
              ? "it is for the processes of the cluster, which have it from jobmanager.conf or"
                  + " taskmanager.conf in runners-config/flink-cluster. Remove it here"
              : "it is for an embedded Flink cluster, and the runner is "
                  + runner
                  + ". Remove it, or write --runner="
                  + EMBEDDED);
    }
  }

  private String ofAnother(String other) {
    return "it is an option of " + other + ", and the runner is " + runner + ". Remove it";
  }

  private static UsageException unused(SettingsFile.Line line, String name, String why) {
    return new UsageException(line.where() + ": '" + name + "' would change nothing, since " + why);
  }
}
