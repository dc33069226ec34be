package org.shoestring.store.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.StoreFile.Credentials;
import org.shoestring.store.remote.StoreOptions;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where the credentials of a store come from, in words, so that a user knows what to change.
 *
 * @param isAnOption whether Beam's option for them was given, and holds for the store
 * @param notSent what to add if it was given to another process; empty if not
 */
record CredentialsOrigin(StoreFile store, boolean isAnOption, String notSent) {
  /** What AWS's own chain says of its link of profiles. */
  private static final Pattern EMPTY_PROFILE =
      Pattern.compile("contained no credentials for profile '([^']+)'");

  private static final String WITHOUT_PROFILES = "default";

  /**
   * For a store.
   *
   * @param isOption whether an option names credentials
   */
  static CredentialsOrigin of(StoreFile store, boolean isOption, StoreOptions given) {
    boolean areOpen = store.credentials() instanceof Credentials.Default;
    boolean holds = store.name().equals("s3") && areOpen;
    return new CredentialsOrigin(
        store,
        isOption && areOpen,
        holds
            ? given.notSent("awsCredentialsProvider", "set one of these on this machine, too")
            : "");
  }

  /** Why there are none. */
  String none(SdkException error) {
    Matcher profile = EMPTY_PROFILE.matcher(String.valueOf(error.getMessage()));
    boolean isNamed =
        store.credentials() instanceof Credentials.Default
            && profile.find()
            && !profile.group(1).equals(WITHOUT_PROFILES);
    return "no credentials found"
        + (isNamed ? " for the profile '" + profile.group(1) + "' in ~/.aws" : "")
        + "; set them ("
        + this
        + ")";
  }

  @Override
  public String toString() {
    Credentials credentials = store.credentials();
    if (credentials instanceof Credentials.Variables variables) {
      return "credentials come from the environment variables "
          + variables.key()
          + " and "
          + variables.secret();
    }
    if (credentials instanceof Credentials.Profile profile) {
      return "credentials come from the profile " + profile.name() + " in ~/.aws/credentials";
    }
    if (credentials instanceof Credentials.Anonymous) {
      return "credentials are switched off in " + store.where();
    }
    return isAnOption
        ? "credentials come from the option --awsCredentialsProvider"
        : "credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, from AWS_PROFILE or"
            + " ~/.aws, or from the machine's role"
            + notSent;
  }
}
