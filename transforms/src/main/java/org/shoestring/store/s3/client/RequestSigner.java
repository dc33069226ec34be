package org.shoestring.store.s3.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Signs requests for objects by AWS's Signature Version 4, as the SDK's own signer does. A key is
 * derived once a day.
 */
final class RequestSigner {
  /** Said of content that the signature covers by its MD5, or that there is none of. */
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String HMAC = "HmacSHA256";
  private static final int DATE_DIGITS = 8;

  private final String region;
  private volatile @Nullable DayKey last;

  RequestSigner(String region) {
    this.region = region;
  }

  /** What signs on one day. */
  private record DayKey(String secret, String date, Key key) {}

  /**
   * The headers of a request with those that sign it.
   *
   * @param path encoded
   * @param headers under lower-case names, {@code host} among them; all are signed
   */
  SortedMap<String, String> sign(
      String method,
      String path,
      SortedMap<String, String> headers,
      AwsCredentials credentials,
      Instant now) {
    String time = TIME.format(now);
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("x-amz-date", time);
    signed.put("x-amz-content-sha256", UNSIGNED);
    if (credentials instanceof AwsSessionCredentials session) {
      signed.put("x-amz-security-token", session.sessionToken().trim());
    }
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder(method).append('\n').append(path).append("\n\n");
    signed.forEach(
        (name, value) -> canonical.append(name).append(':').append(trimmed(value)).append('\n'));
    canonical.append('\n').append(names).append('\n').append(UNSIGNED);
    String date = time.substring(0, DATE_DIGITS);
    String scope = date + "/" + region + "/s3/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical.toString()));
    signed.put(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential="
            + credentials.accessKeyId().trim()
            + "/"
            + scope
            + ", SignedHeaders="
            + names
            + ", Signature="
            + hex(mac(key(credentials.secretAccessKey().trim(), date), text)));
    return signed;
  }

  /** A value as the signature has it: no blanks at its ends, and one where there are several. */
  private static String trimmed(String value) {
    return BLANKS.matcher(value).replaceAll(" ").trim();
  }

  private Key key(String secret, String date) {
    @Nullable DayKey known = last;
    if (known == null || !known.date().equals(date) || !known.secret().equals(secret)) {
      Key day = key(mac(key(("AWS4" + secret).getBytes(StandardCharsets.UTF_8)), date));
      Key service = key(mac(key(mac(day, region)), "s3"));
      known = new DayKey(secret, date, key(mac(service, "aws4_request")));
      last = known;
    }
    return known.key();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static Key key(byte[] bytes) {
    return new SecretKeySpec(bytes, HMAC);
  }

  private static byte[] mac(Key key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
