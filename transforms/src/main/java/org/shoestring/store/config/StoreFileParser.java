package org.shoestring.store.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.config.StoreFile.Credentials;

/** Reads a {@link StoreFile}, and tells the line of what is wrong in it. */
final class StoreFileParser {
  private static final Pattern LINE = Pattern.compile("([a-z-]+):\\s*(.*)");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6}) ?s");
  private static final Pattern REGION = Pattern.compile("[^\\s\\p{Cntrl}/@?#\\\\]{1,64}");
  private static final Pattern ENVIRONMENT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String path;
  private final Function<String, @Nullable String> environment;
  private final Map<String, SettingsFile.Line> values = new LinkedHashMap<>();

  StoreFileParser(String path, Function<String, @Nullable String> environment) {
    this.path = path;
    this.environment = environment;
  }

  /**
   * Reads a file.
   *
   * @param types those that a store can be of
   */
  StoreFile parse(String name, SettingsFile file, Set<String> types) {
    file.lines().forEach(this::read);
    String type =
        value("type")
            .orElseThrow(
                () ->
                    new UsageException(
                        path + ": type is missing; add a line with 'type: s3' or 'type: gs'"));
    if (!types.contains(type)) {
      throw UsageException.unknown(where("type"), "type", type, types);
    }
    return new StoreFile(
        path,
        name,
        type,
        value("endpoint").map(text -> uri(where("endpoint"), text)),
        value("region").map(this::region),
        value("path-style").flatMap(this::pathStyle),
        choice("checksum", Checksum.class, Checksum.MD5),
        choice("conditional-create", ConditionalCreate.class, ConditionalCreate.PROBE),
        value("credentials").map(this::credentials).orElse(new Credentials.Default()),
        value("give-up-after").map(this::duration).orElse(Duration.ofMinutes(2)),
        environment,
        file);
  }

  /** The environment variables that a line of a store file takes credentials from. */
  static List<String> credentialVariables(String line) {
    Matcher setting = LINE.matcher(line);
    if (!setting.matches() || !setting.group(1).equals("credentials")) {
      return List.of();
    }
    List<String> words = List.of(setting.group(2).split("\\s+"));
    return words.get(0).equals("env") ? words.subList(1, words.size()) : List.of();
  }

  private void read(SettingsFile.Line line) {
    UrlCredentials.refuse(line.where() + ": the setting", line.text());
    Matcher setting = LINE.matcher(line.text());
    if (!setting.matches()) {
      throw new UsageException(
          line.where() + ": '" + line.text() + "' is not a setting; write KEY: VALUE");
    }
    String key = setting.group(1);
    if (!StoreFile.KEYS.contains(key)) {
      throw UsageException.unknown(line.where(), "setting", key, StoreFile.KEYS);
    }
    String text = VariableText.expand(line.where(), setting.group(2), environment);
    if (values.put(key, new SettingsFile.Line(line.where(), text)) != null) {
      throw new UsageException(
          line.where() + ": '" + key + "' is set twice; remove one of the two lines");
    }
  }

  /** The value of a key; empty if it is missing or empty. */
  private Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key))
        .map(SettingsFile.Line::text)
        .filter(text -> !text.isEmpty());
  }

  private String where(String key) {
    SettingsFile.Line line = values.get(key);
    return line == null ? path : line.where();
  }

  private static URI uri(String where, String text) {
    UrlCredentials.refuse(where + ": endpoint", text);
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw UsageException.mustBe(where + ": endpoint", "http://HOST:PORT or https://HOST", text);
  }

  /** It becomes part of host names. */
  private String region(String text) {
    if (!REGION.matcher(text).matches()) {
      throw UsageException.mustBe(
          where("region") + ": region", "one word without / @ ? # \\, like us-east-1", text);
    }
    return text;
  }

  private Optional<Boolean> pathStyle(String text) {
    return switch (text) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      case "auto" -> Optional.empty();
      default ->
          throw UsageException.mustBe(
              where("path-style") + ": path-style", "yes, no or auto", text);
    };
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    Optional<String> text = value(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String token = constant.name().toLowerCase(Locale.ROOT);
      if (token.equals(text.get())) {
        return constant;
      }
      allowed.add(token);
    }
    throw UsageException.mustBe(
        where(key) + ": " + key, "one of " + String.join(", ", allowed), text.get());
  }

  private Credentials credentials(String text) {
    List<String> words = List.of(text.split("\\s+"));
    boolean named = words.stream().skip(1).allMatch(w -> ENVIRONMENT_NAME.matcher(w).matches());
    if (text.equals("default")) {
      return new Credentials.Default();
    } else if (text.equals("anonymous")) {
      return new Credentials.Anonymous();
    } else if (words.get(0).equals("profile") && words.size() == 2) {
      return new Credentials.Profile(words.get(1));
    } else if (words.get(0).equals("env") && named && (words.size() == 3 || words.size() == 4)) {
      return new Credentials.Variables(
          words.get(1), words.get(2), words.stream().skip(3).findFirst());
    }
    // The value is not told: somebody may have written a secret there.
    throw new UsageException(
        where("credentials")
            + ": credentials must be one of: default; profile NAME; env KEY_VARIABLE SECRET_VARIABLE"
            + " [SESSION_TOKEN_VARIABLE]; anonymous. Never write a secret into this file");
  }

  private Duration duration(String text) {
    Matcher seconds = SECONDS.matcher(text);
    if (!seconds.matches()) {
      throw UsageException.mustBe(
          where("give-up-after") + ": give-up-after", "a number of seconds such as 120s", text);
    }
    return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
  }
}
