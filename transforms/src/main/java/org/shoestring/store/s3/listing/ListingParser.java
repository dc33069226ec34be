package org.shoestring.store.s3.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoredObject;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Reads what a store answers to {@code ListObjectsV2}. The SDK first makes an object of each XML
 * element, which takes longer than small objects themselves do.
 */
public final class ListingParser {
  private final PlainXml xml;
  private final List<StoredObject> objects = new ArrayList<>();
  private @Nullable Boolean isTruncated;
  private @Nullable String next;
  private boolean isEncoded;

  private ListingParser(PlainXml xml) {
    this.xml = xml;
  }

  /** The page; empty if the text is anything else than a whole one, or unusual. */
  public static Optional<ListingPage> read(byte[] text) {
    try {
      PlainXml xml = new PlainXml(text);
      return "ListBucketResult".equals(xml.next())
          ? new ListingParser(xml).read()
          : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<ListingPage> read() {
    boolean areWhole = true;
    String name;
    while ((name = xml.next()) != null) {
      switch (name) {
        case "Contents" -> areWhole &= object();
        case "IsTruncated" -> isTruncated = flag(xml.text());
        case "NextContinuationToken" -> next = xml.text();
        case "EncodingType" -> isEncoded = xml.text().equals("url");
        default -> xml.skip();
      }
    }
    return areWhole ? Optional.of(new ListingPage(named(), isTruncated, next)) : Optional.empty();
  }

  private static @Nullable Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** Reads an object; false if it lacks something. */
  private boolean object() {
    String key = null;
    Long bytes = null;
    Instant modified = null;
    String eTag = null;
    String name;
    while ((name = xml.next()) != null) {
      switch (name) {
        case "Key" -> key = only(key, xml.text());
        case "Size" -> bytes = only(bytes, Long.valueOf(xml.text()));
        case "ETag" -> eTag = only(eTag, xml.text());
        case "LastModified" -> modified = only(modified, time(xml.text()));
        default -> xml.skip();
      }
    }
    if (key == null || bytes == null || modified == null) {
      return false;
    }
    String version = Objects.requireNonNullElse(eTag, "");
    objects.add(new StoredObject(key, bytes, version, modified));
    return true;
  }

  /** What is said once. */
  private static <T> T only(@Nullable T before, T said) {
    if (before != null) {
      throw new IllegalArgumentException("said twice");
    }
    return said;
  }

  /** As {@link Instant#parse} does, which takes longer. */
  private static Instant time(String text) {
    int length = text.length();
    boolean hasMillis = length == "2026-11-26T10:11:12.345Z".length() && text.charAt(19) == '.';
    boolean isUsual =
        (hasMillis || length == "2026-11-26T10:11:12Z".length())
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && text.charAt(length - 1) == 'Z';
    return isUsual
        ? LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19),
                hasMillis ? number(text, 20, 23) * 1_000_000 : 0)
            .toInstant(ZoneOffset.UTC)
        : Instant.parse(text);
  }

  /** A number of digits alone. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException(text);
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** The objects under their names. That these are encoded may be said behind them. */
  private List<StoredObject> named() {
    return isEncoded ? objects.stream().map(ListingParser::decoded).toList() : objects;
  }

  private static StoredObject decoded(StoredObject object) {
    String name = SdkHttpUtils.urlDecode(object.name());
    return new StoredObject(name, object.bytes(), object.version(), object.modified());
  }
}
