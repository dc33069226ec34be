package org.shoestring.store.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.shoestring.store.config.UrlCredentials;

/**
 * Secrets in the values of Beam pipeline options: passwords, secret keys, tokens. They stay in the
 * process that they were given to.
 */
public final class SecretFields {
  private static final Pattern NAME =
      Pattern.compile("(?i)(.*password|secret.*|.*token|.*private_?key|key)");

  /** The field that an option, as that of a proxy, can do without. */
  private static final String PASSWORD = "password";

  private SecretFields() {}

  /** The options, {@code --name=value} each, without those of stores that hold a secret. */
  public static List<String> without(List<String> options) {
    return options.stream().filter(option -> !isSecret(option)).toList();
  }

  private static boolean isSecret(String option) {
    int value = option.indexOf('=');
    if (!option.startsWith("--") || value < 0) {
      return false;
    }
    String name = option.substring("--".length(), value).strip();
    try {
      return OptionTexts.names().contains(name)
          && !remove(new ObjectMapper().readTree(option.substring(value + 1))).isEmpty();
    } catch (JsonProcessingException e) {
      return false; // Beam does not take it either, and tells why.
    }
  }

  /** Whether what is left of an option is of use. */
  static boolean isUsableWithout(List<String> removed) {
    return removed.stream().allMatch(PASSWORD::equals);
  }

  /** Removes the secrets in an option's value, and gives the names of their fields. */
  static List<String> remove(JsonNode value) {
    List<String> removed = new ArrayList<>();
    remove(value, removed);
    return removed;
  }

  private static void remove(JsonNode value, List<String> removed) {
    if (value.isTextual() && UrlCredentials.isIn(value.textValue())) {
      removed.add(""); // Nothing of the option can be kept.
    }
    if (value instanceof ObjectNode fields) {
      List<String> names = new ArrayList<>();
      fields.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode field = fields.path(name);
        boolean isSet = !field.isNull() && !(field.isTextual() && field.textValue().isEmpty());
        if (isSet && NAME.matcher(name).matches()) {
          fields.remove(name);
          removed.add(name);
        }
      }
    }
    value.forEach(field -> remove(field, removed));
  }
}
