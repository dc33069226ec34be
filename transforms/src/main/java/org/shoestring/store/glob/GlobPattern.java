package org.shoestring.store.glob;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.spec.UsageException;

/**
 * A glob as shells have it: {@code *} and {@code ?} within a name, <code>**</code> over folders,
 * {@code [a-z]}, {@code [!a-z]}, <code>{a,b}</code>, and {@code \} before what stands for itself. A
 * bracket or brace without its partner stands for itself. No wildcard matches the dot that hides a
 * name.
 */
public final class GlobPattern {
  private static final String SPECIAL = "*?[{\\";

  /** Not the dot at the start of a name. */
  private static final String SHOWN = "(?!(?<![^/])\\.)";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private final Pattern pattern;
  private int at;
  private int braces;
  private int wildcards;
  private boolean overFolders;

  private GlobPattern(String glob) {
    this.glob = glob;
    while (at < glob.length()) {
      element();
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /**
   * The pattern of a path whose parts are separated by {@code /}.
   *
   * @throws UsageException for what no name can match
   */
  public static GlobPattern of(String glob) {
    return new GlobPattern(glob);
  }

  /** Where the first character stands that may not stand for itself; the length if none does. */
  static int firstSpecial(String glob) {
    int first = 0;
    while (first < glob.length() && SPECIAL.indexOf(glob.charAt(first)) < 0) {
      first++;
    }
    return first;
  }

  /** Whether a wildcard matches several folders, one in another. */
  boolean overFolders() {
    return overFolders;
  }

  /** How many wildcards there are, as {@link #matched} counts them. */
  public int wildcards() {
    return wildcards;
  }

  /** Whether a path matches. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Whether something below a folder may match. */
  boolean mayMatchBelow(String folder) {
    Matcher matcher = pattern.matcher(folder + "/");
    return matcher.matches() || matcher.hitEnd();
  }

  /** What each wildcard matched of a path that matches; braces and what is in them are one. */
  public List<String> matched(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(path + " does not match " + glob);
    }
    List<String> matched = new ArrayList<>();
    for (int i = 1; i <= wildcards; i++) {
      String text = matcher.group(i);
      matched.add(text == null ? "" : text);
    }
    return matched;
  }

  private void element() {
    char c = glob.charAt(at);
    if (c == '*') {
      stars();
    } else if (c == '?') {
      at++;
      wildcard(SHOWN + "[^/]");
    } else if (c == '[' && endOfBracket() > 0) {
      bracket(endOfBracket());
    } else if (c == '{' && hasAlternatives()) {
      brace();
    } else if (c == '\\' && at + 1 < glob.length()) {
      at++;
      literal();
    } else {
      literal();
    }
  }

  private void literal() {
    int c = glob.codePointAt(at);
    at += Character.charCount(c);
    regex.append(Pattern.quote(Character.toString(c)));
  }

  /** Takes a group; those in braces are parts of theirs. */
  private void wildcard(String matching) {
    if (braces == 0) {
      wildcards++;
    }
    regex.append(braces == 0 ? "(" : "(?:").append(matching).append(')');
  }

  private void stars() {
    int from = at;
    while (at < glob.length() && glob.charAt(at) == '*') {
      at++;
    }
    if (at - from == 1) {
      wildcard(SHOWN + "[^/]*");
      return;
    }
    overFolders = true;
    boolean starts = from == 0 || glob.charAt(from - 1) == '/';
    String folders = "(?:(?!\\.)[^/]+/)*";
    if (starts && at == glob.length()) {
      wildcard(folders + "(?!\\.)[^/]+");
    } else if (starts && glob.charAt(at) == '/') {
      at++;
      wildcard(folders);
    } else {
      wildcard("(?:" + SHOWN + ".)*");
    }
  }

  /** Where the bracket that starts here ends; 0 if it does not. */
  private int endOfBracket() {
    int from = at + 1;
    if (from < glob.length() && "!^".indexOf(glob.charAt(from)) >= 0) {
      from++;
    }
    int end = glob.indexOf(']', from + 1); // A ] that comes first is one of those that match.
    int slash = glob.indexOf('/', from);
    return end < 0 || (slash >= 0 && slash < end) ? 0 : end;
  }

  private void bracket(int end) {
    String text = glob.substring(at, end + 1);
    boolean not = "!^".indexOf(text.charAt(1)) >= 0;
    int[] members = text.substring(not ? 2 : 1, text.length() - 1).codePoints().toArray();
    if (members.length > 1 && members[0] == '[' && ":.=".indexOf(members[1]) >= 0) {
      throw new UsageException(
          "'" + glob + "': " + text + "] is not supported; write ranges, such as [a-z] or [0-9]");
    }
    StringBuilder set = new StringBuilder(SHOWN).append("(?!/)[").append(not ? "^" : "");
    for (int i = 0; i < members.length; i++) {
      set.append(escaped(members[i]));
      if (i + 2 < members.length && members[i + 1] == '-') {
        if (members[i] > members[i + 2]) {
          throw new UsageException(
              "'"
                  + glob
                  + "': the range "
                  + new String(members, i, 3)
                  + " is empty; write the lower end first");
        }
        set.append('-').append(escaped(members[i + 2]));
        i += 2;
      }
    }
    at = end + 1;
    wildcard(set.append(']').toString());
  }

  private static String escaped(int member) {
    return "\\x{" + Integer.toHexString(member) + "}";
  }

  /** Whether the brace that starts here ends, with a comma of its own before. */
  private boolean hasAlternatives() {
    int depth = 0;
    boolean comma = false;
    for (int i = at; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 1) {
        comma = true;
      } else if (c == '}' && --depth == 0) {
        return comma;
      }
    }
    return false;
  }

  private void brace() {
    if (braces == 0) {
      wildcards++;
    }
    regex.append(braces == 0 ? "(" : "(?:");
    braces++;
    at++;
    while (glob.charAt(at) != '}') {
      if (glob.charAt(at) == ',') {
        at++;
        regex.append('|');
      } else {
        element();
      }
    }
    at++;
    braces--;
    regex.append(')');
  }
}
