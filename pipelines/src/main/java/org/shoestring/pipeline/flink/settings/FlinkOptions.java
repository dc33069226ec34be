package org.shoestring.pipeline.flink.settings;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.shoestring.spec.SimilarName;
import org.shoestring.spec.UsageException;

/** Options of Flink by the keys that set them; deprecated keys that still do are among these. */
public final class FlinkOptions {
  /** Marks an option whose key is only the end of one, as {@code interval} of each reporter. */
  private static final String PART = "SuffixOption";

  /** What the names of such constants begin with, one of which is not marked. */
  private static final String PART_OF_REPORTER = "REPORTER_";

  private final Map<String, List<FlinkOption>> byKey = new TreeMap<>();
  private final List<FlinkOption> all = new ArrayList<>();

  /** Those that classes of Flink define as public constants. */
  public FlinkOptions(List<Class<?>> groups) {
    try {
      for (Class<?> group : groups) {
        for (Field field : group.getFields()) {
          if (Modifier.isStatic(field.getModifiers())
              && !isPart(field)
              && field.get(null) instanceof ConfigOption<?> option
              && field.getGenericType() instanceof ParameterizedType type) {
            add(new FlinkOption(option, type.getActualTypeArguments()[0]));
          }
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isPart(Field field) {
    return field.getName().startsWith(PART_OF_REPORTER)
        || Stream.of(field.getAnnotations())
            .anyMatch(mark -> mark.annotationType().getSimpleName().equals(PART));
  }

  private void add(FlinkOption option) {
    all.add(option);
    option.keys().forEach(key -> byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(option));
  }

  /** Whether Flink takes a key. */
  public boolean has(String key) {
    return byKey.containsKey(key) || all.stream().anyMatch(option -> option.hasEntry(key));
  }

  /** A key and what the options that it sets are called now, if it is an older one. */
  public List<String> names(String key) {
    return Stream.concat(
            Stream.of(key),
            byKey.getOrDefault(key, List.of()).stream().map(option -> option.option().key()))
        .distinct()
        .toList();
  }

  /** A question whether a known key was meant by another one; empty if none is nearly like it. */
  public String question(String key) {
    return SimilarName.question(key, byKey.keySet().stream(), 1);
  }

  /**
   * Checks the value of a key.
   *
   * @throws UsageException if it is not of the type that Flink reads
   */
  public void checkValue(String where, String key, String value) {
    for (FlinkOption option : byKey.getOrDefault(key, List.of())) {
      option.check(where + ": " + key, value);
    }
  }
}
