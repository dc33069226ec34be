package org.shoestring.train.preset;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps that names of checkpoints tell. A number that may be an epoch, a version or a metric
 * tells none: {@code epoch=3-v1.ckpt}, {@code checkpoint3.pt}, {@code model-0.35.h5}.
 */
final class StepNames {
  /** {@code step=1200}, {@code global_step1200}, {@code iter-1200}. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)(?:steps?|iterations?|iters?|updates?)[-_=.]?(?<step>\\d{1,18})(?!\\d)");

  private static final Pattern SUFFIXES = Pattern.compile("(?:\\.[A-Za-z]\\w*)+$");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /** What may stand before the number of a step without saying that it is one. */
  private static final Set<String> WORDS =
      Set.of("checkpoint", "chkpt", "ckpt", "cp", "model", "weights", "state", "snapshot");

  private StepNames() {}

  /**
   * The step of a file's or folder's own name: one that is called so, or else the last number of
   * {@code model-1200.pt}, {@code checkpoint_3_1200.pt}, {@code 03-1200.ckpt} or {@code 1200}.
   */
  static OptionalLong of(String path) {
    OptionalLong named = named(path);
    return named.isPresent() ? named : last(SUFFIXES.matcher(name(path)).replaceFirst(""));
  }

  /** The step that is called one in a name; the last if there are several. */
  static OptionalLong named(String path) {
    OptionalLong step = OptionalLong.empty();
    Matcher matcher = NAMED.matcher(name(path));
    while (matcher.find()) {
      step = OptionalLong.of(Long.parseLong(matcher.group("step")));
    }
    return step;
  }

  private static OptionalLong last(String name) {
    String[] parts = name.split("[-_.]", -1);
    int last = parts.length - 1;
    if (!isNumber(parts[last])) {
      return OptionalLong.empty();
    }
    boolean told =
        switch (last) {
          case 0 -> true;
          case 1 -> isWord(parts[0]) || isPair(name, parts, last);
          default ->
              isWord(parts[last - 1]) || (isPair(name, parts, last) && !isNumber(parts[last - 2]));
        };
    return told ? OptionalLong.of(Long.parseLong(parts[last])) : OptionalLong.empty();
  }

  /** Whether an epoch stands before: two numbers that are not one with a decimal point. */
  private static boolean isPair(String name, String[] parts, int last) {
    char between = name.charAt(name.length() - parts[last].length() - 1);
    return isNumber(parts[last - 1]) && between != '.';
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static boolean isWord(String text) {
    return WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
