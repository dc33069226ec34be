package org.shoestring.store;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.shoestring.spec.SettingsFile;

/**
 * The environment variables that hold credentials of stores: those that store files name, and those
 * that the tools of AWS, Google and Azure read by themselves.
 */
public final class CredentialVariables {
  /** Credentials of providers, and what leads to some; others say where a request goes. */
  private static final Pattern PROVIDERS =
      Pattern.compile(
          "(AWS|AZURE|GOOGLE|CLOUDSDK)_(.*_)?(KEY|KEYFILE|SECRET|TOKEN|PASSWORD|CREDENTIALS?"
              + "|CONNECTION|PROFILE|ROLE|AUTHORIZATION)(_.*)?|AWS_CONFIG_FILE");

  /** What names of credentials of any kind have, as whole words. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(^|.*_)(SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|APIKEY"
              + "|(API|ACCESS|SECRET|PRIVATE)_KEY|ACCESS_KEY_ID|TOKEN)(_.*|$)");

  /** Tokens of vocabularies, which are no secrets. */
  private static final Pattern VOCABULARY =
      Pattern.compile(
          "(^|.*_)(PAD|EOS|BOS|UNK|MASK|SEP|CLS|START|END|SPECIAL|DECODER|NUM|MAX|MIN)_TOKEN.*"
              + "|TOKEN_(ID|TYPE|COUNT|LEVEL).*");

  private CredentialVariables() {}

  /** Those of {@code names} that hold credentials of stores, in order of their names. */
  public static List<String> among(Collection<String> names) throws IOException {
    Set<String> named = namedByStoreFiles();
    return names.stream()
        .filter(name -> named.contains(name) || isOfProvider(name))
        .sorted()
        .distinct()
        .toList();
  }

  /** Whether a name looks like that of a variable with a secret, of stores or of anything else. */
  public static boolean looksSecret(String name) throws IOException {
    String upper = name.toUpperCase(Locale.ROOT);
    return !among(List.of(upper)).isEmpty()
        || (SECRET.matcher(upper).matches() && !VOCABULARY.matcher(upper).matches());
  }

  private static boolean isOfProvider(String name) {
    return PROVIDERS.matcher(name).matches();
  }

  private static Set<String> namedByStoreFiles() throws IOException {
    Set<String> named = new HashSet<>();
    for (String store : StoreFile.known()) {
      for (SettingsFile.Line line : StoreFile.lines(store)) {
        named.addAll(StoreFileParser.credentialVariables(line.text()));
      }
    }
    return named;
  }
}
