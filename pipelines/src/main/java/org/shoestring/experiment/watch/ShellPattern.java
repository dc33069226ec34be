package org.shoestring.experiment.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.shoestring.experiment.shell.Token;
import org.shoestring.files.FileNames;

/** What a word with braces or wildcards stands for: wildcards may stand in any part of a path. */
final class ShellPattern {
  private static final int MOST = 1000;
  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");
  private static final Pattern CLASS = Pattern.compile("\\[:([a-z]+):]");
  private static final Map<String, String> CLASSES =
      Map.of(
          "alpha", "\\p{IsAlphabetic}",
          "digit", "0-9",
          "alnum", "\\p{IsAlphabetic}0-9",
          "upper", "\\p{Lu}",
          "lower", "\\p{Ll}",
          "space", "\\s",
          "xdigit", "0-9A-Fa-f",
          "punct", "\\p{Punct}");

  private ShellPattern() {}

  /** A word with its patterns as they were written. */
  static String plain(String word) {
    return word.replace(Token.STAR, '*').replace(Token.QUESTION, '?').replace(Token.BRACKET, '[');
  }

  /** A word whose quoted wildcards are wildcards. */
  static String unquoted(String word) {
    return word.replace('*', Token.STAR).replace('?', Token.QUESTION).replace('[', Token.BRACKET);
  }

  /** Whether a word is a pattern. */
  static boolean isPattern(String word) {
    return word.chars().anyMatch(c -> isWild((char) c));
  }

  /** Whether a pattern is nothing but wildcards, so that it may be anything, such as a product. */
  static boolean isBare(String pattern) {
    return pattern.chars().allMatch(c -> isWild((char) c) || c == '.' || c == '/');
  }

  private static boolean isWild(char c) {
    return (c >= Token.STAR && c <= Token.BRACKET) || c == Token.UNKNOWN;
  }

  /** The words that one with braces stands for in Bash; itself, if it has none. */
  static List<String> words(String word) {
    List<String> words = new ArrayList<>();
    if (word.length() > WordParts.LONGEST) {
      return List.of(word);
    }
    expand(word, words);
    return words;
  }

  private static void expand(String word, List<String> words) {
    for (int open = word.indexOf('{'); open >= 0; open = word.indexOf('{', open + 1)) {
      List<String> choices = new ArrayList<>();
      int close = choices(word, open, choices);
      if (close >= 0 && !choices.isEmpty()) {
        for (String choice : choices) {
          if (words.size() < MOST) {
            expand(word.substring(0, open) + choice + word.substring(close + 1), words);
          }
        }
        return;
      }
    }
    words.add(word);
  }

  /** Finds what stands between commas in braces; returns where those end, or -1. */
  private static int choices(String word, int open, List<String> choices) {
    int depth = 0;
    int begin = open + 1;
    for (int i = open; i < word.length(); i++) {
      char c = word.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && depth == 1) {
        choices.add(word.substring(begin, i));
        begin = i + 1;
      }
      if (depth == 0) {
        String last = word.substring(begin, i);
        if (choices.isEmpty()) {
          range(last, choices);
        } else {
          choices.add(last);
        }
        return i;
      }
    }
    return -1;
  }

  private static void range(String text, List<String> choices) {
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      for (int i = Math.min(from, to); i <= Math.max(from, to) && choices.size() < MOST; i++) {
        choices.add(Integer.toString(i));
      }
    }
  }

  /** The files that a pattern names in a folder, sorted. */
  static Set<Path> files(Path folder, String pattern) throws IOException {
    Set<Path> found = paths(folder, pattern);
    found.removeIf(path -> !Files.isRegularFile(path));
    return found;
  }

  /** What a pattern names in a folder and may be there, sorted. */
  static Set<Path> paths(Path folder, String pattern) throws IOException {
    Set<Path> found = new TreeSet<>();
    match(folder, List.of(pattern.split("/+")), found);
    return found;
  }

  private static void match(Path at, List<String> parts, Set<Path> found) throws IOException {
    if (parts.isEmpty()) {
      found.add(at.normalize());
      return;
    }
    String part = parts.get(0);
    List<String> rest = parts.subList(1, parts.size());
    if (!isPattern(part)) {
      match(at.resolve(part), rest, found);
      return;
    }
    boolean any = part.equals("" + Token.STAR + Token.STAR) && !rest.isEmpty();
    if (any) {
      match(at, rest, found);
    }
    for (Path entry : entries(at, part)) {
      if (any && Files.isDirectory(entry) && !Files.isSymbolicLink(entry)) {
        match(entry, parts, found);
      } else if (!any) {
        match(entry, rest, found);
      }
    }
  }

  private static List<Path> entries(Path folder, String part) throws IOException {
    List<Path> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex(part), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return entries; // Such as a range that ends before it begins: no name is in it.
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path entry : all) {
        String name = String.valueOf(entry.getFileName());
        boolean shown = !name.startsWith(".") || part.startsWith(".");
        if (shown && pattern.matcher(name).matches()) {
          FileNames.check(entry);
          entries.add(entry);
        }
      }
    } catch (AccessDeniedException e) {
      return List.of(); // The shell finds nothing there either.
    }
    return entries;
  }

  private static String regex(String part) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int end = c == Token.BRACKET ? classEnd(part, i) : -1;
      if (end > 0) {
        regex.append(characters(plain(part.substring(i + 1, end))));
        i = end;
      } else if (c == Token.STAR || c == Token.UNKNOWN) {
        regex.append(".*");
      } else if (c == Token.QUESTION) {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(plain(String.valueOf(c))));
      }
    }
    return regex.toString();
  }

  /** Where the bracket that closes a class stands; -1 if there is none. */
  private static int classEnd(String part, int open) {
    int i = open + 1;
    if (i < part.length() && (part.charAt(i) == '!' || part.charAt(i) == '^')) {
      i++;
    }
    for (int first = i; i < part.length(); i++) {
      if (part.charAt(i) == ']' && i > first) {
        return i;
      }
      int named = plain(part.substring(i)).startsWith("[:") ? part.indexOf(":]", i + 2) : -1;
      i = named > 0 ? named + 1 : i;
    }
    return -1;
  }

  private static String characters(String inside) {
    boolean not = inside.startsWith("!") || inside.startsWith("^");
    StringBuilder regex = new StringBuilder(not ? "[^" : "[");
    String rest = not ? inside.substring(1) : inside;
    Matcher named = CLASS.matcher(rest);
    int from = 0;
    while (named.find()) {
      regex.append(rest.substring(from, named.start()).replaceAll("[\\\\\\[\\]&^]", "\\\\$0"));
      regex.append(CLASSES.getOrDefault(named.group(1), ""));
      from = named.end();
    }
    return regex
        .append(rest.substring(from).replaceAll("[\\\\\\[\\]&^]", "\\\\$0"))
        .append(']')
        .toString();
  }
}
