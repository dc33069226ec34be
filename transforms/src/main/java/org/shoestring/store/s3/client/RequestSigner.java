package org.shoestring.store.s3.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
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
import org.shoestring.store.object.ImmutableObject;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Signs requests for objects by AWS's Signature Version 4, as the SDK's own signer does. A key is
 * derived once a day.
 */
public final class RequestSigner {
  /** Said of content that the signature covers by its MD5, or that there is none of. */
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String HMAC = "HmacSHA256";

  /** To be copied: to look one up takes longer than to use it. */
  private static final MessageDigest SHA256 = ImmutableObject.newHash();

  private static final int DATE_DIGITS = 8;

  private final String region;
  private volatile @Nullable DayMac last;
  private volatile Second second = Second.of(Instant.EPOCH);

  /** Of requests to a region. */
  public RequestSigner(String region) {
    this.region = region;
  }

  /** What signs on one day. */
  private static final class DayMac {
    private final String secret;
    private final String date;
    private final byte[] key;
    private final Mac mac;

    DayMac(String secret, String date, byte[] key, Mac mac) {
      this.secret = secret;
      this.date = date;
      this.key = key;
      this.mac = mac;
    }

    boolean isOf(String otherSecret, String otherDate) {
      return date.equals(otherDate) && secret.equals(otherSecret);
    }

    /** To be used once. */
    Mac copy() {
      try {
        return (Mac) mac.clone();
      } catch (CloneNotSupportedException e) {
        return RequestSigner.mac(key); // Not every provider's can be copied.
      }
    }
  }

  /** The text of a second, in which many requests are signed. */
  private record Second(long epoch, String text) {
    static Second of(Instant now) {
      return new Second(now.getEpochSecond(), TIME.format(now));
    }
  }

  private String time(Instant now) {
    Second known = second;
    if (known.epoch() != now.getEpochSecond()) {
      known = Second.of(now);
      second = known;
    }
    return known.text();
  }

  /**
   * The headers of a request with those that sign it.
   *
   * @param path encoded
   * @param query encoded, its names in order; empty for none
   * @param headers under lower-case names, {@code host} among them; all are signed
   */
  SortedMap<String, String> sign(
      String method,
      String path,
      String query,
      SortedMap<String, String> headers,
      AwsCredentials credentials,
      Instant now) {
    String time = time(now);
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("x-amz-date", time);
    signed.put("x-amz-content-sha256", UNSIGNED);
    if (credentials instanceof AwsSessionCredentials session) {
      signed.put("x-amz-security-token", session.sessionToken().trim());
    }
    String names = String.join(";", signed.keySet());
    StringBuilder canonical =
        new StringBuilder(method).append('\n').append(path).append('\n').append(query).append('\n');
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
            + hex(mac(credentials.secretAccessKey().trim(), date).doFinal(utf8(text))));
    return signed;
  }

  /** A value as the signature has it: no blanks at its ends, and one where there are several. */
  private static String trimmed(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ') {
        return BLANKS.matcher(value).replaceAll(" ").trim();
      }
    }
    return value; // As nearly all are.
  }

  private Mac mac(String secret, String date) {
    @Nullable DayMac known = last;
    if (known == null || !known.isOf(secret, date)) {
      byte[] day = mac(utf8("AWS4" + secret), date);
      byte[] service = mac(mac(day, region), "s3");
      byte[] key = mac(service, "aws4_request");
      known = new DayMac(secret, date, key, mac(key));
      last = known;
    }
    return known.copy();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(String text) {
    try {
      return ((MessageDigest) SHA256.clone()).digest(utf8(text));
    } catch (CloneNotSupportedException e) {
      return ImmutableObject.newHash().digest(utf8(text)); // Not every provider's can be copied.
    }
  }

  private static byte[] mac(byte[] key, String text) {
    return mac(key).doFinal(utf8(text));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
