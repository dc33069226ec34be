package org.shoestring.step.normalize.whisper;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pass over the words of a line that writes numbers in digits: Whisper's {@code
 * EnglishNumberNormalizer.process_words}.
 */
final class SpokenNumbers {
  private static final String PREFIXES = "-+£€$¢";

  private final List<String> output = new ArrayList<>();
  private final PendingNumber number = new PendingNumber();
  private String prefix = "";

  /** The words with numbers in digits. */
  List<String> process(List<String> words) {
    output.clear();
    number.clear();
    prefix = "";
    int i = 0;
    while (i < words.size()) {
      String before = i > 0 ? words.get(i - 1) : null;
      String after = i + 1 < words.size() ? words.get(i + 1) : null;
      i += 1 + take(before, words.get(i), after);
    }
    flush();
    return output;
  }

  /** Takes a word and returns how many of those after it are taken with it. */
  private int take(@Nullable String before, String word, @Nullable String after) {
    boolean prefixed = PREFIXES.indexOf(word.charAt(0)) >= 0;
    String unsigned = prefixed ? word.substring(1) : word;
    if (isNumeric(unsigned)) {
      takeDigits(word, unsigned);
      return 0;
    }
    Optional<NumberWord> known = NumberWord.of(word);
    if (known.isEmpty()) {
      flush();
      write(word);
      return 0;
    }
    NumberWord entry = known.get();
    BigInteger value = entry.value();
    switch (entry.kind()) {
      case ZERO -> number.append("0");
      case ONES -> number.addOnes(value, before);
      case ONES_WITH_SUFFIX -> {
        number.addOnes(value, before);
        writeNumber(entry.sign());
      }
      case TENS -> number.addTens(value);
      case TENS_WITH_SUFFIX -> {
        number.addTens(value);
        writeNumber(entry.sign());
      }
      case MULTIPLIER -> multiply(value);
      case MULTIPLIER_WITH_SUFFIX -> {
        multiply(value);
        writeNumber(entry.sign());
      }
      case SIGN -> takeSign(entry, word, after);
      case CURRENCY -> {
        if (number.isEmpty()) {
          write(word);
        } else {
          prefix = entry.sign();
          writeNumber("");
        }
      }
      case PERCENT -> {
        if (number.isEmpty()) {
          write(word);
        } else {
          writeNumber(entry.sign());
        }
      }
      case PER -> {
        if (!number.isEmpty() && "cent".equals(after)) {
          writeNumber("%");
          return 1;
        }
        flush();
        write(word);
      }
      case AND, REPEAT, POINT -> {
        return takeJoining(entry, before, word, after);
      }
    }
    return 0;
  }

  private void takeDigits(String word, String unsigned) {
    if (number.endsWithPoint()) {
      number.append(word); // Decimals, or the next part of an address.
      return;
    }
    flush();
    if (!word.equals(unsigned)) {
      prefix = word.substring(0, 1);
    }
    number.setWritten(unsigned);
  }

  private void multiply(BigInteger multiplier) {
    if (!number.multiply(multiplier)) {
      flush();
      number.set(multiplier);
    }
  }

  private void takeSign(NumberWord entry, String word, @Nullable String after) {
    flush();
    if (canGoOn(after)) {
      prefix = entry.sign();
    } else {
      write(word);
    }
  }

  private int takeJoining(
      NumberWord entry, @Nullable String before, String word, @Nullable String after) {
    if (!canGoOn(after)) {
      flush();
      write(word);
      return 0;
    }
    if (entry.kind() == NumberWord.Kind.AND) {
      if (!NumberWord.is(before, NumberWord.Kind.MULTIPLIER)) {
        flush();
        write(word);
      }
      return 0;
    }
    boolean single =
        NumberWord.is(after, NumberWord.Kind.ONES) || NumberWord.is(after, NumberWord.Kind.ZERO);
    if (entry.kind() == NumberWord.Kind.POINT) {
      if (single || NumberWord.is(after, NumberWord.Kind.TENS) || isNumeric(after)) {
        number.append(".");
      }
      return 0;
    }
    if (!single) {
      flush();
      write(word);
      return 0;
    }
    String digits = NumberWord.of(after).orElseThrow().value().toString();
    number.append(digits.repeat(entry.value().intValueExact()));
    return 1;
  }

  private static boolean canGoOn(@Nullable String after) {
    return NumberWord.of(after).isPresent() || isNumeric(after);
  }

  /** Writes the number that is pending, if one is. */
  private void flush() {
    if (!number.isEmpty()) {
      writeNumber("");
    }
  }

  private void writeNumber(String suffix) {
    write(number.text() + suffix);
    number.clear();
  }

  private void write(String word) {
    output.add(prefix + word);
    prefix = "";
  }

  /** Digits of any script, with a point among them or without. */
  private static boolean isNumeric(@Nullable String word) {
    if (word == null) {
      return false;
    }
    int point = word.indexOf('.');
    return point < 0
        ? isDigits(word, 0, word.length())
        : isDigits(word, 0, point) && isDigits(word, point + 1, word.length());
  }

  private static boolean isDigits(String word, int from, int to) {
    int codePoint;
    for (int i = from; i < to; i += Character.charCount(codePoint)) {
      codePoint = word.codePointAt(i);
      if (!Unicode14.isDigit(codePoint)) {
        return false;
      }
    }
    return from < to;
  }
}
