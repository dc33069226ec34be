package org.shoestring.spec;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A step or a metric as a user wrote it: {@code name}, {@code name: value} or {@code name:
 * {parameter: value}} in an experiment, {@code name:parameter=value,other=value} on the command
 * line. Nothing is checked yet; {@link Arguments#bind} does.
 *
 * @param where file and line, or the option, for messages
 * @param value the bare value of {@code name: value}, which goes to the first parameter; null if
 *     there is none
 * @param parameters by name, in the order written; a list of columns is joined by {@code +}
 */
public record Spec(
    String where, String name, @Nullable String value, Map<String, String> parameters)
    implements Serializable {

  public Spec {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public static Spec of(String where, String name) {
    return new Spec(where, name, null, Map.of());
  }

  /**
   * This with a parameter that is not written yet; one that is stays as it is.
   *
   * @param first the name of the parameter that a bare value goes to
   */
  public Spec with(String first, String parameter, String added) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    if (value != null) {
      all.put(first, value);
    }
    all.putIfAbsent(parameter, added);
    return new Spec(where, name, null, all);
  }

  /**
   * Reads the form of the command line: {@code length}, {@code length-ratio:3}, {@code
   * length:max=100,columns=en+de}.
   *
   * @throws UsageException if a parameter is given twice, or a bare value stands beside others
   */
  public static Spec parse(String where, String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return of(where, text);
    }
    String name = text.substring(0, colon);
    String rest = text.substring(colon + 1);
    if (rest.indexOf('=') < 0) {
      return new Spec(where, name, rest, Map.of());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : rest.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            where
                + ": '"
                + part
                + "' in '"
                + text
                + "' has no parameter name; write "
                + name
                + ":parameter=value,other=value");
      }
      if (parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw new UsageException(
            where
                + ": parameter '"
                + part.substring(0, equals)
                + "' is set twice in '"
                + text
                + "'; set it once");
      }
    }
    return new Spec(where, name, null, parameters);
  }

  /**
   * How to write parameters by name where this stands: on the command line, or in an experiment.
   */
  String example(Map<String, String> values) {
    // The option --set changes a value of an experiment, which is YAML.
    boolean option = where.startsWith("-") && !where.startsWith("--set ");
    String list =
        values.entrySet().stream()
            .map(value -> value.getKey() + (option ? "=" : ": ") + value.getValue())
            .collect(Collectors.joining(option ? "," : ", "));
    return option ? name + ":" + list : name + ": {" + list + "}";
  }
}
