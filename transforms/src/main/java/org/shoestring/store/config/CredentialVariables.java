package org.shoestring.store.config;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
          "(.*_)?(SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASSCODE|CREDENTIALS?|APIKEY"
              + "|(API|ACCESS|SECRET|PRIVATE|AUTH|SIGNING|ENCRYPTION|ACCOUNT)_KEY|ACCESS_KEY_ID"
              + "|BEARER|JWT)(_.*)?");

  /** What they end with, but for a number or the like; the word before it tells what it is. */
  private static final Pattern SECRET_END =
      Pattern.compile("(.*_)?(?<kind>TOKEN|KEY|PASS|PAT|PWD|AUTH)(_?\\d+|_PROD|_DEV|_TEST)?");

  /** Words before that end which say that it is no credential. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(.*_)?(PAD|EOS|BOS|UNK|MASK|SEP|CLS|START|END|BEGIN|SPECIAL|DECODER|ENCODER|NUM|MAX|MIN"
              + "|LANG|LANGUAGE|LOCALE|SRC|TGT|SOURCE|TARGET|PREFIX|SUFFIX|FIRST|SECOND|LAST|NEXT"
              + "|PER|DOMAIN|STYLE|TASK|PROMPT|IMAGE|AUDIO|SPEAKER|NEWLINE|SPACE|BLANK|STOP|BATCH"
              + "|SORT|GROUP|PRIMARY|FOREIGN|PUBLIC|PARTITION|LABEL|TEXT|FEATURE|INPUT|OUTPUT|DATA"
              + "|DATASET|JSON|DICT|INDEX|ID|LOOKUP|COLUMN|FIELD|METRIC|CACHE|ROW|VALUE|SHARD|SPLIT"
              + "|SINGLE|TWO|MULTI|FORWARD|BACKWARD|FILE|GLOB|NAME|TRAIN|EVAL|VALID)_");

  /** Of Hugging Face, OpenAI, GitHub, GitLab, AWS, Slack and Google, and signed ones. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "hf_[A-Za-z0-9]{20,}|sk-[A-Za-z0-9_-]{20,}|(ghp|gho|ghs|ghu)_[A-Za-z0-9]{30,}"
              + "|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{20,}|(AKIA|ASIA)[A-Z0-9]{16}"
              + "|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{35}"
              + "|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private CredentialVariables() {}

  /** Those of {@code names} that hold credentials of stores, in order of their names. */
  public static List<String> among(Collection<String> names) throws IOException {
    Set<String> named = StoreFiles.here().credentialVariables();
    return names.stream()
        .filter(name -> named.contains(name) || isOfProvider(name))
        .sorted()
        .distinct()
        .toList();
  }

  /** Whether a name looks like that of a variable with a secret, of stores or of anything else. */
  public static boolean looksSecret(String name) throws IOException {
    String upper = name.toUpperCase(Locale.ROOT);
    return !among(List.of(upper)).isEmpty() || looksLikeASecret(upper);
  }

  private static boolean looksLikeASecret(String upper) {
    return SECRET.matcher(upper).matches() || endsLikeASecret(upper);
  }

  /** Whether a variable that no store file takes credentials from looks like one by itself. */
  static boolean isSecret(String name, String value) {
    return isOfProvider(name)
        || looksLikeASecret(name.toUpperCase(Locale.ROOT))
        || isSecret(value)
        || UrlCredentials.isIn(value);
  }

  private static boolean endsLikeASecret(String name) {
    Matcher end = SECRET_END.matcher(name);
    if (!end.matches()) {
      return false;
    }
    String before = end.group(1) == null ? "" : end.group(1);
    boolean alone = before.isEmpty() && !end.group("kind").equals("TOKEN");
    return !alone && !HARMLESS.matcher(before).matches();
  }

  /** Whether a value is written as the tokens and keys of well-known services are. */
  public static boolean isSecret(String value) {
    return TOKENS.matcher(value.strip()).matches();
  }

  private static boolean isOfProvider(String name) {
    return PROVIDERS.matcher(name).matches();
  }
}
