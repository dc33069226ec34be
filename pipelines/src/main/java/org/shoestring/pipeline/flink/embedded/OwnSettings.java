package org.shoestring.pipeline.flink.embedded;

import java.beans.Introspector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;

/**
 * The settings of Flink that its user has made, beside those that travel with the program and are
 * tested together. Flink checks most of them only when it starts or runs a job, and most checks are
 * about several of them; so what it refuses is told with all that may be at fault.
 *
 * @param lines each with the place where it was made, for people
 */
public record OwnSettings(List<String> lines) {
  private static final String PLACE = ": ";

  public OwnSettings {
    lines = List.copyOf(lines);
  }

  static OwnSettings of(EmbeddedFlinkOptions options) {
    @Nullable List<String> given = options.getOwnSettings();
    if (given != null) {
      return new OwnSettings(given);
    }
    List<String> all = new ArrayList<>();
    new TreeMap<>(options.getFlinkConfiguration())
        .forEach((key, value) -> all.add("flinkConfiguration" + PLACE + key + ": " + value));
    return new OwnSettings(all);
  }

  /** Whether a line, {@code --NAME=VALUE} or {@code KEY: VALUE}, is about Flink. */
  public static boolean isFlinks(String line) {
    return !line.startsWith("--") || names().contains(name(line).substring(2));
  }

  private static Set<String> names() {
    return Stream.of(EmbeddedFlinkOptions.class.getMethods())
        .filter(method -> !method.getDeclaringClass().equals(PipelineOptions.class))
        .map(Method::getName)
        .filter(name -> name.startsWith("set"))
        .map(name -> Introspector.decapitalize(name.substring("set".length())))
        .collect(Collectors.toSet());
  }

  private static String name(String line) {
    return line.split("[=:]", 2)[0];
  }

  /** The line of a setting, with its place; what else to call it if its user has not made it. */
  String line(String name, String other) {
    return lines.stream()
        .filter(line -> line.contains(PLACE + name + "=") || line.contains(PLACE + name + ":"))
        .findFirst()
        .orElse(other);
  }

  /** The name of a setting, with its place if its user has made it. */
  String placed(String name) {
    String line = line(name, name);
    return line.substring(0, line.lastIndexOf(name) + name.length());
  }

  /**
   * An error with the settings that may be to blame for it, if Flink has thrown it for itself; else
   * the error itself.
   */
  Throwable blamed(Throwable error) {
    if (lines.isEmpty()) {
      return error;
    }
    Throwable root = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith("org.shoestring.")) {
        return error;
      }
      root = cause;
    }
    return isFlinks(root) ? refusal(root) : error;
  }

  private static boolean isFlinks(Throwable root) {
    if (root instanceof BindException) {
      return true;
    }
    if (!(root instanceof Exception) || root instanceof InterruptedException) {
      return false;
    }
    Stream<String> classes = Stream.of(root.getStackTrace()).map(StackTraceElement::getClassName);
    Optional<String> thrower =
        root instanceof IOException
            ? classes.findFirst()
            : classes.filter(name -> !name.startsWith("java.")).findFirst();
    return Stream.concat(thrower.stream(), Stream.of(root.getClass().getName()))
        .anyMatch(
            name -> name.startsWith("org.apache.flink.") || name.startsWith("org.apache.pekko."));
  }

  /** What Flink calls the setting of a line. */
  private static String word(String line) {
    return name(line.substring(line.indexOf(PLACE) + PLACE.length())).replaceFirst("^--", "");
  }

  private UsageException refusal(Throwable root) {
    String message = root.getMessage();
    String said = (message == null || message.isBlank() ? root.toString() : message).strip();
    List<String> named = lines.stream().filter(line -> said.contains(word(line))).toList();
    List<String> blamed = named.isEmpty() ? lines : named;
    boolean one = blamed.size() == 1;
    return new UsageException(
        String.join("; ", blamed)
            + ": Flink does not run with "
            + (one ? "this setting" : "these settings")
            + ": "
            + said.replace('\n', ' ')
            + (said.endsWith(".") ? " " : "; ")
            + (one ? "Correct it, or remove it" : "Correct or remove one of them"),
        root);
  }
}
