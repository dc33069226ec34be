package org.shoestring.store.config;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;

/**
 * The texts of all store files as they were in one working directory, and what the variables in
 * them stood for there; credentials are not among them.
 *
 * @param own the texts of the working directory's files, by the names of their stores
 * @param variables the values of the environment variables that files name, empty if not set; those
 *     of credentials are looked up where they are used
 */
public record StoreFiles(Map<String, String> own, Map<String, String> variables)
    implements Serializable {
  private static final String FOLDER = "runners-config/stores";
  private static final String ENDING = ".conf";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");

  /** Stands for the text of a file that cannot be read. */
  private static final String UNREADABLE = "\0";

  /** The stores whose files travel with the program. */
  private static final Set<String> BUILT_IN = Set.of("s3", "gs", "azure", "spaces", "ibm", "minio");

  public StoreFiles {
    own = Collections.unmodifiableMap(new TreeMap<>(own));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
  }

  /** Those of the working directory, with this process's environment. */
  public static StoreFiles here() throws IOException {
    Map<String, String> own = new TreeMap<>();
    for (String file : SettingsFile.known(FOLDER, Set.of())) {
      if (file.endsWith(ENDING)) {
        own.put(file.substring(0, file.length() - ENDING.length()), text(file));
      }
    }
    StoreFiles files = new StoreFiles(own, Map.of());
    return new StoreFiles(own, files.valuesHere());
  }

  /** A file that cannot be read matters only to who names its store. */
  private static String text(String file) {
    try {
      return SettingsFile.text(Path.of(FOLDER, file));
    } catch (UsageException | IOException e) {
      return UNREADABLE;
    }
  }

  private Map<String, String> valuesHere() throws IOException {
    Set<String> secret = credentialVariables();
    Map<String, String> values = new TreeMap<>();
    for (String store : known()) {
      for (SettingsFile.Line line : lines(store)) {
        Matcher variable = VARIABLE.matcher(line.text());
        while (variable.find()) {
          String name = variable.group(1);
          String value = Optional.ofNullable(System.getenv(name)).orElse("");
          if (!secret.contains(name) && !CredentialVariables.isSecret(name, value)) {
            values.put(name, value);
          }
        }
      }
    }
    return values;
  }

  /** The environment variables that credentials come from. */
  Set<String> credentialVariables() throws IOException {
    Set<String> named = new HashSet<>();
    for (String store : known()) {
      for (SettingsFile.Line line : lines(store)) {
        named.addAll(StoreFileParser.credentialVariables(line.text()));
      }
    }
    return named;
  }

  /** The names of all stores. */
  public Set<String> known() {
    Set<String> known = new TreeSet<>(BUILT_IN);
    known.addAll(own.keySet());
    return known;
  }

  /**
   * The store of that name.
   *
   * @param where what names it, for messages
   * @param types those that a store can be of
   * @throws UsageException if there is none, or its file is wrong
   */
  public StoreFile named(String where, String name, Set<String> types) throws IOException {
    String path = path(name);
    Optional<SettingsFile> found = find(name);
    if (found.isEmpty()) {
      throw new UsageException(
          UsageException.unknown(where, "store", name, known()).getMessage()
              + "; to add a store, write the file "
              + path);
    }
    return StoreFile.parse(path, name, found.get(), types, this::value);
  }

  private @Nullable String value(String variable) {
    return variables.containsKey(variable) ? variables.get(variable) : System.getenv(variable);
  }

  /** The lines of a store's file, right or wrong; none if it cannot be read. */
  private List<SettingsFile.Line> lines(String name) throws IOException {
    return UNREADABLE.equals(own.get(name))
        ? List.of()
        : find(name).map(SettingsFile::lines).orElse(List.of());
  }

  private Optional<SettingsFile> find(String name) throws IOException {
    String text = own.get(name);
    if (UNREADABLE.equals(text)) {
      return SettingsFile.at(Path.of(path(name))); // Tells why.
    }
    if (text != null) {
      return Optional.of(SettingsFile.parse(path(name), text, false));
    }
    return BUILT_IN.contains(name)
        ? Optional.of(SettingsFile.builtIn(FOLDER, name + ENDING))
        : Optional.empty();
  }

  private static String path(String name) {
    return FOLDER + "/" + name + ENDING;
  }
}
