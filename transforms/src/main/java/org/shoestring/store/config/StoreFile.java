package org.shoestring.store.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.SettingsFile;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.remote.BucketProvider;

/**
 * How a store is spoken to: {@code runners-config/stores/NAME.conf} for locations {@code
 * NAME://BUCKET/...}. It names environment variables and profiles, and never holds a secret.
 *
 * @param where the file, for messages
 * @param type which {@link BucketProvider} speaks to it
 * @param pathStyle whether the bucket stands in the path of a request rather than in its host;
 *     empty for what fits the endpoint
 * @param giveUpAfter how long a request that fails for now is tried
 * @param environment the variables that credentials may come from
 * @param written the lines of the file
 */
public record StoreFile(
    String where,
    String name,
    String type,
    Optional<URI> endpoint,
    Optional<String> region,
    Optional<Boolean> pathStyle,
    Checksum checksum,
    ConditionalCreate conditionalCreate,
    Credentials credentials,
    Duration giveUpAfter,
    Function<String, @Nullable String> environment,
    SettingsFile written) {
  static final List<String> KEYS =
      List.of(
          "type",
          "endpoint",
          "region",
          "path-style",
          "checksum",
          "conditional-create",
          "credentials",
          "give-up-after");

  /** What tells that an object arrived as it was sent, beside its length. */
  public enum Checksum {
    /** Its MD5, which the store compares, and which its ETag tells again. */
    MD5,
    /** A CRC32C that follows the content, for stores that take trailers. */
    CRC32C,
    /** Nothing of the store's; every shard is checked by its own hash when it is read. */
    LENGTH
  }

  /** Whether the store can make an object only if there is none. */
  public enum ConditionalCreate {
    YES,
    NO,
    /** It is tried once in every process that needs it. */
    PROBE
  }

  /** Where credentials come from. */
  public sealed interface Credentials {
    /** From where the provider's own tools take them. */
    record Default() implements Credentials {}

    /** From a profile of the provider's own tools. */
    record Profile(String name) implements Credentials {}

    /** From environment variables of these names. */
    record Variables(String key, String secret, Optional<String> session) implements Credentials {}

    /** None: the bucket is public. */
    record Anonymous() implements Credentials {}
  }

  /**
   * Reads a file.
   *
   * @param types those that a store can be of
   * @param environment where its variables are taken from
   */
  public static StoreFile parse(
      String path,
      String name,
      SettingsFile file,
      Set<String> types,
      Function<String, @Nullable String> environment) {
    return new StoreFileParser(path, environment).parse(name, file, types);
  }

  /**
   * The value of an environment variable that credentials come from; not to be told to anybody.
   *
   * @throws StoreException if it is not set
   */
  public String secret(String variable) throws StoreException {
    String value = environment.apply(variable);
    if (value == null || value.isEmpty()) {
      throw new StoreException(
          where
              + ": the credentials of "
              + name
              + ":// are in the environment variable "
              + variable
              + ", but it is not set; set it with 'export "
              + variable
              + "=...'",
          null);
    }
    return value;
  }

  /** The line that decides a setting, as it is written, for people who are to change it. */
  public String line(String key) {
    return written.lines().stream()
        .filter(line -> line.text().startsWith(key + ":"))
        .findFirst()
        .map(line -> "'" + line.text() + "' (" + line.where() + ")")
        .orElse("'" + key + "' (not set in " + where + ")");
  }

  /** What messages call it. */
  @Override
  public String toString() {
    return where;
  }
}
