package org.shoestring.store.s3.listing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of XML as stores write it: UTF-8 without comments, CDATA, prefixes, or
 * attributes but {@code xmlns}. Java's parser takes as long to warm up on a list of a thousand
 * objects as the list does to arrive. Anything else, also broken XML, is an {@link
 * IllegalArgumentException}; the caller then uses a full parser.
 */
final class PlainXml {
  private static final Pattern DECLARATION =
      Pattern.compile(
          "<\\?xml version=[\"']1\\.0[\"']( encoding=[\"'](?i:utf-8)[\"'])?( standalone=[\"'](yes|no)[\"'])?\\?>");

  private static final Pattern NAMESPACE = Pattern.compile("xmlns=(\"[^\"&<]*\"|'[^'&<]*')");

  private static final Pattern NUMBER =
      Pattern.compile("#(?:x(?<hex>[0-9A-Fa-f]{1,6})|(?<decimal>[0-9]{1,7}))");

  /** Listings are three deep. */
  private static final int DEEPEST = 100;

  private final String text;
  private final Deque<String> open = new ArrayDeque<>();
  private int at;

  /** Whether the current element has ended with its own mark, {@code <Name/>}. */
  private boolean isEmpty;

  PlainXml(byte[] utf8) {
    text = new String(utf8, StandardCharsets.UTF_8);
    boolean isAscii = check(utf8);
    if (!isAscii && text.chars().anyMatch(c -> c >= '\ufffd')) {
      throw unusual(); // Such are put for what is no UTF-8, or are no characters of XML.
    }
    if (text.startsWith("<?")) {
      at = find("?>") + 2;
      if (!DECLARATION.matcher(text.substring(0, at)).matches()) {
        throw unusual();
      }
    }
  }

  private static boolean check(byte[] utf8) {
    boolean isAscii = true;
    for (byte b : utf8) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\t') {
        throw unusual();
      }
      isAscii &= b >= 0;
    }
    return isAscii;
  }

  private static IllegalArgumentException unusual() {
    return new IllegalArgumentException("not the XML of a store");
  }

  private int find(String mark) {
    int found = text.indexOf(mark, at);
    if (found < 0) {
      throw unusual();
    }
    return found;
  }

  /**
   * Goes into the next element inside of the current one, or, if there is none, out of that.
   *
   * @return the name of the next element; null if there is none
   */
  @Nullable String next() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    if (isEmpty || text.startsWith("</", at)) {
      end();
      return null;
    }
    if (!text.startsWith("<", at)) {
      throw unusual();
    }
    int close = find(">");
    isEmpty = text.charAt(close - 1) == '/';
    String mark = text.substring(at + 1, isEmpty ? close - 1 : close);
    at = close + 1;
    int blank = mark.indexOf(' ');
    String name = blank < 0 ? mark : mark.substring(0, blank);
    if (!isName(name) || (blank > 0 && !NAMESPACE.matcher(mark.substring(blank + 1)).matches())) {
      throw unusual();
    }
    if (open.size() == DEEPEST) {
      throw unusual();
    }
    open.push(name);
    return name;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The text of the current element, which has no others inside; goes out of it. */
  String text() {
    String read = isEmpty ? "" : before();
    end();
    return read;
  }

  /** Goes out of the current element. */
  void skip() {
    if (!isEmpty) {
      before();
    }
    while (next() != null) {
      skip();
    }
  }

  /** The text up to the next mark. */
  private String before() {
    int close = find("<");
    String raw = text.substring(at, close);
    at = close;
    return decoded(raw);
  }

  private void end() {
    @Nullable String name = open.poll();
    if (name == null) {
      throw unusual();
    }
    if (isEmpty) {
      isEmpty = false;
      return;
    }
    int close = at + 2 + name.length();
    if (!text.startsWith("</", at)
        || !text.startsWith(name, at + 2)
        || !text.startsWith(">", close)) {
      throw unusual();
    }
    at = close + 1;
  }

  private static String decoded(String raw) {
    if (raw.contains("]]>")) {
      throw unusual();
    }
    int mark = raw.indexOf('&');
    if (mark < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (mark >= 0) {
      int end = raw.indexOf(';', mark);
      if (end < 0) {
        throw unusual();
      }
      text.append(raw, from, mark).appendCodePoint(character(raw.substring(mark + 1, end)));
      from = end + 1;
      mark = raw.indexOf('&', from);
    }
    return text.append(raw, from, raw.length()).toString();
  }

  private static int character(String reference) {
    return switch (reference) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> numbered(reference);
    };
  }

  private static int numbered(String reference) {
    Matcher number = NUMBER.matcher(reference);
    if (!number.matches()) {
      throw unusual();
    }
    int code =
        number.group("hex") == null
            ? Integer.parseInt(number.group("decimal"))
            : Integer.parseInt(number.group("hex"), 16);
    boolean isCharacter =
        code == '\t'
            || code == '\n'
            || code == '\r'
            || (code >= ' ' && code < Character.MIN_SURROGATE)
            || (code > Character.MAX_SURROGATE && code < 0xfffe)
            || (code > 0xffff && code <= Character.MAX_CODE_POINT);
    if (!isCharacter) {
      throw unusual();
    }
    return code;
  }
}
