package org.shoestring.spec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.shoestring.tsv.Columns;

/** The values of a step's or a metric's parameters: checked, complete, in one way of writing. */
public final class Arguments {
  private final String where;
  private final String owner;
  private final Map<String, String> values;

  private Arguments(String where, String owner, Map<String, String> values) {
    this.where = where;
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
    String owner = what + " '" + spec.name() + "'";
    Map<String, String> given = new LinkedHashMap<>(spec.parameters());
    String bare = spec.value();
    if (bare != null) {
      if (declared.isEmpty()) {
        throw new UsageException(
            spec.where() + ": " + owner + " takes no value, but has '" + bare + "'");
      }
      given.put(declared.get(0).name(), bare);
    }
    List<String> known = declared.stream().map(Parameter::name).toList();
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw UsageException.unknown(spec.where(), "parameter of " + owner, name, known);
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      values.put(parameter.name(), value(spec.where(), owner, parameter, given));
    }
    return new Arguments(spec.where(), owner, values);
  }

  private static String value(
      String where, String owner, Parameter parameter, Map<String, String> given) {
    String written = given.get(parameter.name());
    if (written == null) {
      return parameter
          .fallback()
          .orElseThrow(
              () ->
                  new UsageException(
                      where
                          + ": "
                          + owner
                          + " needs "
                          + parameter.name()
                          + ": "
                          + parameter.doc()));
    }
    try {
      return parameter.kind().canonical(written);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          where
              + ": "
              + parameter.name()
              + " of "
              + owner
              + " is '"
              + written
              + "'; allowed is "
              + e.getMessage());
    }
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
    int[] fields =
        List.of(names.split("\\+", -1)).stream()
            .mapToInt(
                column ->
                    input
                        .find(column)
                        .orElseThrow(
                            () ->
                                UsageException.unknown(
                                    where, "column in " + owner, column, input.names())))
            .toArray();
    if (Arrays.stream(fields).distinct().count() < fields.length) {
      throw error(name + " names a column twice: " + names);
    }
    return fields;
  }

  /** An error of these arguments that only their owner can see. */
  public UsageException error(String message) {
    return new UsageException(where + ": " + owner + ": " + message);
  }

  /** All values in declared order, as keys hash them and reports show them. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
