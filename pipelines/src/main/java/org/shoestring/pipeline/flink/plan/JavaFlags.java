package org.shoestring.pipeline.flink.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of {@code java} that a process is started with, and what Flink says of them. */
final class JavaFlags {
  /** With so little, one thread collects garbage as fast as several, and takes less itself. */
  private static final long SMALL_HEAP = 1L << 30;

  private JavaFlags() {}

  /**
   * Those of a process.
   *
   * @param ofMemory what Flink has computed, with spaces between them
   * @param ofProcess the setting with those of its user
   */
  static List<String> of(
      String ofMemory, MemorySize heap, Configuration all, ConfigOption<String> ofProcess) {
    List<String> flags = words(ofMemory);
    if (heap.getBytes() < SMALL_HEAP) {
      flags.add("-XX:+UseSerialGC");
    }
    flags.addAll(words(all.get(CoreOptions.FLINK_JVM_OPTIONS)));
    flags.addAll(words(all.get(ofProcess)));
    return flags;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The settings in {@code -D key=value -D key=value}, which Flink makes for its scripts. */
  static Map<String, String> dynamic(String text) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : words(text)) {
      int at = word.indexOf('=');
      if (at > 0) {
        settings.put(word.substring(0, at), word.substring(at + 1));
      }
    }
    return settings;
  }
}
