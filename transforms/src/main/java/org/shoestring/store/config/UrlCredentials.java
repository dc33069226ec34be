package org.shoestring.store.config;

import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/**
 * User names and passwords inside locations and endpoints, {@code s3://KEY:SECRET@bucket}: they are
 * refused, and never repeated, since what is printed ends in logs.
 */
public final class UrlCredentials {
  /** Up to the last {@code @}: a secret key may have a slash. */
  private static final Pattern IN_URL =
      Pattern.compile(
          "(?<scheme>(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,30}:/+|\\b(?:s3|gs|https?|ftp):)"
              + "(?:[^/\\s'\"@:]*:(?![0-9]{1,5}(?:/|$))[^\\s'\"]*@|[^/\\s'\"]*@)");

  private UrlCredentials() {}

  /** Whether a text has a URL with a user's name before its host. */
  public static boolean isIn(String text) {
    return text.indexOf('@') >= 0 && IN_URL.matcher(text).find(); // It is asked of every name.
  }

  /** The text with {@code ...} for what stands before the host of each URL in it. */
  public static String hidden(String text) {
    return IN_URL.matcher(text).replaceAll("${scheme}...@");
  }

  /**
   * Refuses a location or an endpoint that has some.
   *
   * @param where what holds it, for the message
   * @throws UsageException without them
   */
  public static void refuse(String where, String text) {
    if (isIn(text)) {
      throw refused(where);
    }
  }

  public static UsageException refused(String where) {
    return new UsageException(
        hidden(where)
            + " has a user name or password before an '@' (not repeated here); remove it. Keys go"
            + " into environment variables (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), a profile"
            + " of ~/.aws, or 'gcloud auth application-default login'; a file of"
            + " runners-config/stores names other variables");
  }
}
