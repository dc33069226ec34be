package org.shoestring.pipeline.flink.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.SecurityOptions;
import org.shoestring.spec.UsageException;

/** Flink's configuration of a process while it is put together from a file and from a plan. */
final class FlinkSettings {
  /** With so little, one thread collects garbage as fast as several, and takes less itself. */
  private static final long SMALL_HEAP = 1L << 30;

  private final Configuration configuration;

  /** Starts with the settings of a file. */
  FlinkSettings(Configuration file) {
    this.configuration = new Configuration(file);
  }

  Configuration configuration() {
    return configuration;
  }

  <T> void set(ConfigOption<T> option, T value) {
    configuration.set(option, value);
  }

  /** Sets what the file has left open. */
  <T> void unlessSet(ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }

  /** Sets the address that others are told: the one given for that, else that of listening. */
  void announce(ConfigOption<String> option, ProcessChoices choices, String bind) {
    if (choices.announce().isPresent()) {
      set(
          option,
          ListenAddress.checkPrivate(
              "--announce",
              choices.announce().get(),
              configuration.get(SecurityOptions.SSL_INTERNAL_ENABLED)));
    } else {
      unlessSet(option, bind);
    }
  }

  /**
   * What Flink computes.
   *
   * @throws UsageException if it refuses the settings
   */
  static <T> T checked(Supplier<T> computed) {
    try {
      return computed.get();
    } catch (IllegalConfigurationException | IllegalArgumentException e) {
      throw new UsageException(
          "Flink does not accept these settings of memory: "
              + e.getMessage()
              + "; correct --memory, --slots, or your files in runners-config/flink-cluster",
          e);
    }
  }

  /** The options of {@code java} that come beside those of memory. */
  static List<String> flags(
      Configuration configuration, MemorySize heap, ConfigOption<String> ofProcess) {
    List<String> flags = new ArrayList<>();
    if (heap.getBytes() < SMALL_HEAP) {
      flags.add("-XX:+UseSerialGC");
    }
    flags.addAll(words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)));
    flags.addAll(words(configuration.get(ofProcess)));
    return flags;
  }

  static List<String> words(String text) {
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
