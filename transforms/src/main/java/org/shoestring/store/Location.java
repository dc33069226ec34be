package org.shoestring.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.UrlCredentials;

/**
 * What the text of a remote location says: {@code STORE://BUCKET/FOLDER}. No store is asked.
 *
 * @param store {@code s3}, {@code gs} or the name of a {@link StoreFile}
 * @param folder in the bucket, without {@code /} at its end; empty for the bucket itself
 */
public record Location(String store, String bucket, String folder) {
  private static final Pattern REMOTE =
      Pattern.compile(
          "(?<store>[A-Za-z][A-Za-z0-9+-]+)://(?<bucket>[^/]*)(?:/(?<path>.*))?", Pattern.DOTALL);

  /**
   * The parts of a remote location.
   *
   * @throws UsageException if it has no bucket, or parts that no object's name has
   */
  public static Location parse(String location) {
    UrlCredentials.refuse("the location", location);
    Matcher remote = REMOTE.matcher(location);
    if (!remote.matches()
        || remote.group("bucket").isEmpty()
        || ("/" + folder(remote) + "/").matches("(?s).*/\\.{0,2}/.+")) {
      throw new UsageException(
          "'"
              + location
              + "' is not a location; write STORE://BUCKET/FOLDER, without empty parts, '.' or '..'");
    }
    return new Location(remote.group("store"), remote.group("bucket"), folder(remote));
  }

  private static String folder(Matcher remote) {
    String path = remote.group("path");
    return path == null ? "" : path.replaceAll("/+\\z", "");
  }

  /**
   * Whether a location is not a path of this machine.
   *
   * @throws UsageException for what is nearly one: {@code s3:/bucket}, {@code ~/folder}, {@code
   *     https://host}
   */
  public static boolean isRemote(String location) {
    UrlCredentials.refuse("the location", location);
    if (location.startsWith("/")) {
      return false; // Most names are such, and are asked for often.
    }
    if (isOfStore(location)) {
      LocationTypos.checkRemote(location);
      return true;
    }
    LocationTypos.check(location);
    return false;
  }

  /** As {@link #REMOTE} has it: this is asked of every name, for which a pattern is slow. */
  private static boolean isOfStore(String location) {
    int end = location.indexOf("://");
    for (int i = 0; i < end; i++) {
      char c = location.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean isOther = i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-');
      if (!isLetter && !isOther) {
        return false;
      }
    }
    return end > 1;
  }

  /** The bucket of a location, {@code s3://bucket}; empty for a path of this machine. */
  public static Optional<String> bucketOf(String location) {
    Matcher remote = REMOTE.matcher(location);
    return remote.matches()
        ? Optional.of(remote.group("store") + "://" + remote.group("bucket"))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return folder.isEmpty() ? root() : root() + "/" + folder;
  }

  /** The bucket: {@code s3://bucket}. */
  String root() {
    return store + "://" + bucket;
  }
}
