package org.shoestring.pipeline.flink.plan;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.SecurityOptions;
import org.shoestring.spec.UsageException;

/**
 * Flink's configuration of a process while it is put together: what its user has chosen comes
 * first, then the settings of its file, then what is computed.
 */
final class FlinkSettings {
  private final ProcessChoices choices;
  private final Configuration configuration;

  FlinkSettings(ProcessChoices choices, Configuration file) {
    this.choices = choices;
    this.configuration = new Configuration(file);
  }

  /** An address that is looked for only if nobody has set one. */
  interface UsualAddress {
    String get() throws IOException;
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

  /** The bytes of the whole process, if its user has set them. */
  Optional<Long> memory(ConfigOption<MemorySize> option) {
    return choices.memory().or(() -> configuration.getOptional(option).map(MemorySize::getBytes));
  }

  /** Sets the memory of a process, and what of that each process takes. */
  void setMemory(
      ProcessMemory memory,
      ConfigOption<MemorySize> process,
      ConfigOption<MemorySize> metaspace,
      ConfigOption<MemorySize> leastOverhead,
      ConfigOption<MemorySize> mostOverhead) {
    set(process, new MemorySize(memory.process()));
    unlessSet(metaspace, new MemorySize(ProcessMemory.METASPACE));
    MemorySize overhead = new MemorySize(ProcessMemory.JVM_OVERHEAD);
    unlessSet(leastOverhead, overhead);
    unlessSet(mostOverhead, overhead);
  }

  /**
   * Sets the address to listen on, and the one that other processes are told: that given for it,
   * else the same. Returns the first.
   *
   * @throws UsageException if everybody could reach one of them, without a certificate
   */
  String listen(ConfigOption<String> bind, ConfigOption<String> told, UsualAddress usual)
      throws IOException {
    boolean secured = configuration.get(SecurityOptions.SSL_INTERNAL_ENABLED);
    String address = listen("--bind", choices.bind(), bind, usual, secured);
    if (choices.announce().isPresent()) {
      set(told, ListenAddress.checkPrivate("--announce", choices.announce().get(), secured));
    } else {
      unlessSet(told, address);
    }
    return address;
  }

  /**
   * Sets an address to listen on, and returns it.
   *
   * @param secured whether only holders of a certificate are answered there
   */
  String listen(
      String name,
      Optional<String> chosen,
      ConfigOption<String> option,
      UsualAddress usual,
      boolean secured)
      throws IOException {
    Optional<String> given = chosen.or(() -> configuration.getOptional(option));
    String address =
        ListenAddress.check(name, given.isPresent() ? given.get() : usual.get(), secured);
    set(option, address);
    return address;
  }

  /**
   * What Flink computes of these settings.
   *
   * @throws UsageException if it refuses them
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
}
