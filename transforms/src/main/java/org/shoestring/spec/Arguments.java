package org.shoestring.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.shoestring.tsv.Columns;

/** The values of a step's or a metric's parameters: checked, complete, in one way of writing. */
public final class Arguments {
  private static final Pattern SEVERAL = Pattern.compile("[,;\\s]");

  private final String owner;
  private final Map<String, String> values;

  private Arguments(String owner, Map<String, String> values) {
    this.owner = owner;
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Checks what a user wrote against what is declared, and fills in what was left out.
   *
   * @param what {@code step} or {@code metric}, for messages
   * @throws UsageException for an unknown or missing parameter or a value that is not allowed
   */
  public static Arguments bind(String what, Spec spec, List<Parameter> declared) {
    String owner = spec.where() + ": " + what + " '" + spec.name() + "'";
    Map<String, String> given = new LinkedHashMap<>(spec.parameters());
    String bare = spec.value();
    if (bare != null) {
      if (declared.isEmpty()) {
        throw new UsageException(
            owner + " has no parameters, but '" + bare + "' is given; write only " + spec.name());
      }
      given.put(declared.get(0).name(), bare);
    }
    List<String> known = declared.stream().map(Parameter::name).toList();
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw UsageException.unknown(owner, "parameter", name, known);
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      String written = given.get(parameter.name());
      values.put(
          parameter.name(),
          written == null
              ? parameter.fallback().orElseThrow(() -> missing(owner, spec, parameter))
              : value(owner, parameter, written, severalAtOnce(spec, declared)));
    }
    return new Arguments(owner, values);
  }

  private static UsageException missing(String owner, Spec spec, Parameter parameter) {
    return new UsageException(
        owner
            + " needs the parameter "
            + parameter.name()
            + " ("
            + parameter.doc()
            + "); write "
            + spec.example(Map.of(parameter.name(), "...")));
  }

  private static String value(String owner, Parameter parameter, String written, String cure) {
    try {
      return parameter.kind().canonical(written);
    } catch (IllegalArgumentException e) {
      throw UsageException.mustBe(
          owner + ": " + parameter.name(), String.valueOf(e.getMessage()), written, cure);
    }
  }

  /** The cure of a bare value like {@code 1, 100}, meant for more than one parameter. */
  private static String severalAtOnce(Spec spec, List<Parameter> declared) {
    String bare = spec.value();
    if (bare == null || !SEVERAL.matcher(bare).find()) {
      return "";
    }
    Map<String, String> fallbacks = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      String shown = parameter.fallback().orElse("...");
      if (!shown.isEmpty()) {
        fallbacks.put(parameter.name(), shown);
      }
    }
    return fallbacks.size() < 2
        ? ""
        : "; to set several parameters, name them, for example " + spec.example(fallbacks);
  }

  /** The value as text. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(owner + " declares no parameter '" + name + "'");
    }
    return value;
  }

  public long whole(String name) {
    return Long.parseLong(text(name));
  }

  public double decimal(String name) {
    return Double.parseDouble(text(name));
  }

  public boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /**
   * The places of the columns that {@code columns} names, all if it names none.
   *
   * @throws UsageException if the table has no column of a name, or a name is given twice
   */
  public int[] fields(Columns input) {
    return fields("columns", input);
  }

  /** The places of the columns that a parameter names, all if it names none. */
  public int[] fields(String name, Columns input) {
    String names = text(name);
    if (names.isEmpty()) {
      return IntStream.range(0, input.size()).toArray();
    }
    List<String> columns = List.of(names.split("\\+", -1));
    int[] fields =
        columns.stream()
            .mapToInt(
                column ->
                    input
                        .find(column)
                        .orElseThrow(
                            () -> UsageException.unknown(owner, "column", column, input.names())))
            .toArray();
    UsageException.checkDistinct(owner, "column", columns);
    return fields;
  }

  /** The same arguments with other values for some. */
  public Arguments with(Map<String, String> others) {
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.putAll(others);
    return new Arguments(owner, changed);
  }

  /** An error of these arguments that only their owner can see. */
  public UsageException error(String message) {
    return new UsageException(owner + ": " + message);
  }

  /** All values in declared order, as keys hash them and reports show them. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
