package org.shoestring.experiment.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;

/** A piece of YAML with the file and line where it stands, for messages. */
public sealed interface YamlNode {

  /** File and line, or the option that set it. */
  String where();

  /** A scalar, as it is written; empty for nothing. */
  record Text(String where, String value) implements YamlNode {}

  /** A sequence. */
  record Items(String where, List<YamlNode> items) implements YamlNode {}

  /** A mapping, in the order written. */
  record Fields(String where, Map<String, YamlNode> fields) implements YamlNode {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The value of a key; null if it is not there. */
    public @Nullable YamlNode get(String key) {
      return fields.get(key);
    }

    /** The value of a key that must be there. */
    public YamlNode require(String key, String what) {
      YamlNode value = fields.get(key);
      if (value == null) {
        throw new UsageException(where + ": " + what + " needs '" + key + "'");
      }
      return value;
    }

    /** Fails at the first key that is not known. */
    public void allow(String what, List<String> known) {
      fields.forEach(
          (key, value) -> {
            if (!known.contains(key)) {
              throw UsageException.unknown(value.where(), "key in " + what, key, known);
            }
          });
    }
  }

  /** More than a shell takes as one command. */
  int LONGEST_TEXT = 100_000;

  /** The scalar's text. */
  default String text(String what) {
    if (this instanceof Text text && !text.value().isEmpty()) {
      if (text.value().length() > LONGEST_TEXT) {
        throw new UsageException(
            where()
                + ": "
                + what
                + " has "
                + text.value().length()
                + " characters, but at most "
                + LONGEST_TEXT
                + " are allowed");
      }
      return text.value();
    }
    throw new UsageException(where() + ": " + what + " is " + kind() + ", but must be a text");
  }

  /** The scalar's value, in the one way to write it. */
  default String value(String what, Kind kind) {
    String text = text(what);
    try {
      return kind.canonical(text);
    } catch (IllegalArgumentException e) {
      throw UsageException.mustBe(where() + ": " + what, String.valueOf(e.getMessage()), text);
    }
  }

  /** The mapping. */
  default Fields fields(String what) {
    if (this instanceof Fields fields) {
      return fields;
    }
    throw new UsageException(
        where() + ": " + what + " is " + kind() + ", but must be a mapping of keys to values");
  }

  /** The items of a sequence; a scalar or a mapping is a sequence of one. */
  default List<YamlNode> items() {
    return this instanceof Items items ? items.items() : List.of(this);
  }

  /** The items of a sequence that must have some. */
  default List<YamlNode> someItems(String what) {
    if (items().isEmpty()) {
      throw new UsageException(where() + ": " + what + " is an empty list; give at least one");
    }
    return items();
  }

  /** The texts of a sequence of scalars, or of one scalar. */
  default List<String> texts(String what) {
    return items().stream().map(item -> item.text(what)).toList();
  }

  /** What this is, for messages. */
  default String kind() {
    if (this instanceof Text text) {
      return text.value().isEmpty() ? "empty" : Shown.quoted(text.value());
    }
    return this instanceof Items ? "a list" : "a mapping";
  }
}
