package org.shoestring.worker;

import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.shoestring.store.config.CredentialVariables;

/**
 * The environment of commands: that of this process, but for what commonly changes a result, which
 * is fixed, and for credentials of stores, which are withheld.
 *
 * @param set variables of the user's, by name; they come before the fixed ones
 * @param passed names of credentials that are passed on all the same
 */
public record CommandEnvironment(SortedMap<String, String> set, Set<String> passed)
    implements Serializable {
  /** An environment with nothing set and nothing passed on. */
  public static final CommandEnvironment PLAIN = new CommandEnvironment(Map.of(), Set.of());

  /** What all variables of ours begin with; those of a command around this process are gone. */
  public static final String PREFIX = "SHOESTRING_";

  private static final Pattern LOCALE = Pattern.compile("LC_[A-Z]+|LANG|LANGUAGE");

  public CommandEnvironment {
    set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
    passed = Collections.unmodifiableSet(new TreeSet<>(passed));
  }

  /** An environment with these variables and names of credentials. */
  public CommandEnvironment(Map<String, String> set, Set<String> passed) {
    this(new TreeMap<>(set), passed);
  }

  /** Whether a variable is one of the locale. */
  public static boolean isLocale(String name) {
    return LOCALE.matcher(name).matches();
  }

  /** What every command is given, unless its user sets it otherwise. */
  public static SortedMap<String, String> fixed() {
    return new TreeMap<>(Map.of("LC_ALL", CommandLocale.NAME, "TZ", "UTC", "PYTHONHASHSEED", "0"));
  }

  /** All variables that decide what a command does, by name. */
  public SortedMap<String, String> deciding() {
    SortedMap<String, String> all = fixed();
    all.putAll(set);
    return all;
  }

  /** The same with further variables, for the command alone: they decide nothing. */
  CommandEnvironment with(Map<String, String> further) {
    SortedMap<String, String> all = new TreeMap<>(set);
    all.putAll(further);
    return new CommandEnvironment(all, passed);
  }

  /** Credentials of stores that are set in {@code variables} and not passed on, in order. */
  List<String> withheld(Map<String, String> variables) throws IOException {
    return CredentialVariables.among(variables.keySet()).stream()
        .filter(name -> !passed.contains(name) && !set.containsKey(name))
        .toList();
  }

  /** Makes the environment of a process, which is that of this one, that of a command. */
  void apply(Map<String, String> variables) throws IOException {
    variables.keySet().removeAll(withheld(variables));
    variables.keySet().removeIf(name -> isLocale(name) || name.startsWith(PREFIX));
    variables.putAll(fixed());
    if (!set.containsKey("LC_ALL")) {
      variables.remove("LC_ALL");
      variables.putAll(CommandLocale.variables());
    }
    variables.putAll(set);
  }
}
