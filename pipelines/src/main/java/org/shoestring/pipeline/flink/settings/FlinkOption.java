package org.shoestring.pipeline.flink.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.shoestring.spec.UsageException;

/**
 * An option of Flink.
 *
 * @param type of its values
 */
record FlinkOption(ConfigOption<?> option, Type type) {
  private static final List<Type> WHOLE = List.of(Integer.class, Long.class);
  private static final List<Type> BROKEN = List.of(Float.class, Double.class);

  /** Its own key, and older ones that set it as well. */
  Stream<String> keys() {
    return Stream.concat(
        Stream.of(option.key()),
        StreamSupport.stream(option.fallbackKeys().spliterator(), false).map(FallbackKey::getKey));
  }

  /** Whether a key sets an entry of it: one of a map can be written alone, behind a dot. */
  boolean hasEntry(String key) {
    return isOf(Map.class) && keys().anyMatch(map -> key.startsWith(map + "."));
  }

  /**
   * Checks a value.
   *
   * @param what is set to it, for messages
   * @throws UsageException if it is not of the option's type
   */
  void check(String what, String value) {
    try {
      var unused = Configuration.fromMap(Map.of(option.key(), value)).getOptional(option);
    } catch (IllegalArgumentException e) {
      throw UsageException.mustBe(what, allowed(), value);
    }
  }

  private String allowed() {
    if (type.equals(Boolean.class)) {
      return "true or false";
    }
    if (type instanceof Class<?> values && values.isEnum()) {
      return Arrays.stream(values.getEnumConstants())
          .map(String::valueOf)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (isOf(Map.class)) {
      return "KEY:VALUE, or several of these with commas between them";
    }
    return isOf(List.class) ? "values with ';' between them" : kind() + example();
  }

  private boolean isOf(Class<?> raw) {
    return type instanceof ParameterizedType several && several.getRawType().equals(raw);
  }

  private String kind() {
    if (WHOLE.contains(type)) {
      return "a whole number";
    }
    if (BROKEN.contains(type)) {
      return "a number";
    }
    return type.equals(Duration.class) ? "a time with its unit" : "a size with its unit";
  }

  /** Flink's own value: it also shows the unit. */
  private String example() {
    Object usual = option.defaultValue();
    if (usual instanceof Duration time) {
      return " (Flink's default: " + TimeUtils.formatWithHighestUnit(time) + ")";
    }
    if (usual != null) {
      return " (Flink's default: " + usual + ")";
    }
    return type.equals(Duration.class)
        ? ", for example 30 s"
        : type.equals(MemorySize.class) ? ", for example 64m" : "";
  }
}
