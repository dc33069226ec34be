package org.shoestring.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.CredentialVariables;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.worker.CommandEnvironment;
import org.shoestring.worker.ShellCommand;

/**
 * How commands run: what an experiment says for all of them, and a stage for its own.
 *
 * @param shell words before the text of a command
 */
public record CommandSettings(List<String> shell, CommandEnvironment environment) {
  /** The keys, of an experiment and of a stage with a command. */
  public static final List<String> KEYS = List.of("shell", "env", "pass-env");

  /** For experiments that say nothing. */
  public static final CommandSettings DEFAULT =
      new CommandSettings(ShellCommand.DEFAULT_SHELL, CommandEnvironment.PLAIN);

  private static final String ALL = "LC_ALL";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Reads the settings of {@code fields}; what they do not say is as it is around them. */
  public static CommandSettings read(YamlNode.Fields fields, CommandSettings around) {
    Map<String, String> set = new TreeMap<>(around.environment.set());
    YamlNode env = fields.get("env");
    if (env != null) {
      env.fields("env").fields().forEach((name, value) -> set.put(name, variable(name, value)));
      checkLocale(env, set);
    }
    Set<String> passed = new TreeSet<>(around.environment.passed());
    YamlNode names = fields.get("pass-env");
    if (names != null) {
      for (YamlNode name : names.items()) {
        passed.add(passed(name, set));
      }
    }
    return new CommandSettings(
        shell(fields.get("shell"), around.shell), new CommandEnvironment(set, passed));
  }

  private static List<String> shell(@Nullable YamlNode node, List<String> around) {
    if (node == null) {
      return around;
    }
    List<String> words = new ArrayList<>();
    for (String text : node.texts("shell")) {
      words.addAll(List.of(text.strip().split("\\s+")));
    }
    if (words.size() < 2 || !words.get(words.size() - 1).startsWith("-")) {
      throw new UsageException(
          node.where()
              + ": shell is '"
              + String.join(" ", words)
              + "', but must end with the option that takes a command, for example: bash -o pipefail"
              + " -c");
    }
    return words;
  }

  private static String variable(String name, YamlNode value) {
    checkName(value.where(), "env", name);
    if (name.startsWith(CommandEnvironment.PREFIX)) {
      throw new UsageException(
          value.where()
              + ": env: "
              + name
              + ": names that begin with "
              + CommandEnvironment.PREFIX
              + " are reserved; use another name");
    }
    if (looksSecret(name) || (value instanceof YamlNode.Text text && isSecret(text.value()))) {
      throw new UsageException(
          value.where()
              + ": env: "
              + name
              + " looks like a credential, but env is stored with every output. Remove it here,"
              + " export it in your shell, and write pass-env: ["
              + name
              + "]");
    }
    if (value instanceof YamlNode.Text text) {
      return text.value();
    }
    throw new UsageException(
        value.where() + ": env: " + name + " is " + value.kind() + ", but must be a text");
  }

  private static boolean isSecret(String value) {
    return CredentialVariables.isSecret(value) || UrlCredentials.isIn(value);
  }

  /** Fails for variables of the locale that have no effect beside the one that is always set. */
  private static void checkLocale(YamlNode env, Map<String, String> set) {
    String all = new CommandEnvironment(set, Set.of()).deciding().getOrDefault(ALL, "");
    env.fields("env")
        .fields()
        .forEach(
            (name, value) -> {
              if (!all.isEmpty() && !name.equals(ALL) && CommandEnvironment.isLocale(name)) {
                throw new UsageException(
                    value.where()
                        + ": env: "
                        + name
                        + " has no effect, because LC_ALL="
                        + all
                        + " is set for every command and comes first; set LC_ALL instead, or add"
                        + " LC_ALL: '' to let "
                        + name
                        + " decide");
              }
            });
  }

  private static boolean looksSecret(String name) {
    try {
      return CredentialVariables.looksSecret(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String passed(YamlNode node, Map<String, String> set) {
    String name = node.text("pass-env");
    checkName(node.where(), "pass-env", name);
    if (set.containsKey(name) || CommandEnvironment.fixed().containsKey(name)) {
      throw new UsageException(
          node.where()
              + ": pass-env: "
              + name
              + " has a fixed value for every command; to change it, write env: {"
              + name
              + ": VALUE}");
    }
    return name;
  }

  private static void checkName(String where, String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          where
              + ": "
              + key
              + ": '"
              + name
              + "' is not a variable name; use letters, digits and '_', and no digit first");
    }
  }
}
