package org.shoestring.tsv;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of a table's columns, in order: at least one, no two the same.
 *
 * <p>A name is letters and digits of any script, {@code _} and {@code -}, so that it can stand in
 * {@code stage.table:column}, in {@code columns=en+de} and in a manifest without quoting.
 */
public record Columns(List<String> names) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*");

  public Columns {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no columns are given; a table needs at least one");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'" + name + "' is not a valid column name; use letters, digits, '_' and '-'");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("column '" + name + "' is named twice; name it once");
      }
    }
  }

  public static Columns of(String... names) {
    return new Columns(List.of(names));
  }

  public int size() {
    return names.size();
  }

  /** The place of a column, counted from 0; empty if there is none of that name. */
  public OptionalInt find(String name) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** The names joined by a comma and a blank, as messages show them. */
  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
