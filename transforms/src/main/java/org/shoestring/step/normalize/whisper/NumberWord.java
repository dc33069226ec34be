package org.shoestring.step.normalize.whisper;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a word of a spoken English number does.
 *
 * @param value of those that have one; zero for the others
 * @param sign what it is written as after a number ({@code th}, {@code %}) or before it ({@code -},
 *     {@code $})
 */
record NumberWord(Kind kind, BigInteger value, String sign) {
  private static final String[] ONES = {
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] TENS = {
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };

  /** Thousand times the one before, from thousand on. */
  private static final String[] THOUSANDS = {
    "thousand",
    "million",
    "billion",
    "trillion",
    "quadrillion",
    "quintillion",
    "sextillion",
    "septillion",
    "octillion",
    "nonillion",
    "decillion"
  };

  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
  private static final Map<String, NumberWord> BY_WORD = words();

  /** Families of words. */
  enum Kind {
    ZERO,
    ONES,
    ONES_WITH_SUFFIX,
    TENS,
    TENS_WITH_SUFFIX,
    MULTIPLIER,
    MULTIPLIER_WITH_SUFFIX,
    /** {@code minus}: a sign before the number that follows. */
    SIGN,
    /** {@code dollars}: a sign before the number that it follows. */
    CURRENCY,
    PER,
    PERCENT,
    AND,
    /** {@code double} and {@code triple}; the value is how often. */
    REPEAT,
    POINT
  }

  /** The entry of a word, if it can be a part of a number. */
  static Optional<NumberWord> of(@Nullable String word) {
    return Optional.ofNullable(word == null ? null : BY_WORD.get(word));
  }

  /** Whether a word is of a family. */
  static boolean is(@Nullable String word, Kind kind) {
    return of(word).filter(entry -> entry.kind == kind).isPresent();
  }

  private static Map<String, NumberWord> words() {
    Map<String, NumberWord> words = new HashMap<>();
    for (String zero : new String[] {"o", "oh", "zero"}) {
      words.put(zero, word(Kind.ZERO, 0, ""));
    }
    for (int i = 0; i < ONES.length; i++) {
      String name = ONES[i];
      words.put(name, word(Kind.ONES, i + 1, ""));
      words.put(name.equals("six") ? "sixes" : name + "s", word(Kind.ONES_WITH_SUFFIX, i + 1, "s"));
      words.put(ordinal(name), word(Kind.ONES_WITH_SUFFIX, i + 1, ordinalSuffix(i + 1)));
    }
    words.put("zeroth", word(Kind.ONES_WITH_SUFFIX, 0, "th"));
    for (int i = 0; i < TENS.length; i++) {
      String name = TENS[i];
      String stem = name.substring(0, name.length() - 1);
      words.put(name, word(Kind.TENS, 10 * (i + 2), ""));
      words.put(stem + "ies", word(Kind.TENS_WITH_SUFFIX, 10 * (i + 2), "s"));
      words.put(stem + "ieth", word(Kind.TENS_WITH_SUFFIX, 10 * (i + 2), "th"));
    }
    putMultiplier(words, "hundred", BigInteger.valueOf(100));
    BigInteger multiplier = BigInteger.ONE;
    for (String name : THOUSANDS) {
      multiplier = multiplier.multiply(THOUSAND);
      putMultiplier(words, name, multiplier);
    }
    putSigns(words, Kind.SIGN, "-", "minus", "negative");
    putSigns(words, Kind.SIGN, "+", "plus", "positive");
    putSigns(words, Kind.CURRENCY, "£", "pound", "pounds");
    putSigns(words, Kind.CURRENCY, "€", "euro", "euros");
    putSigns(words, Kind.CURRENCY, "$", "dollar", "dollars");
    putSigns(words, Kind.CURRENCY, "¢", "cent", "cents");
    putSigns(words, Kind.PER, "", "per");
    putSigns(words, Kind.PERCENT, "%", "percent");
    putSigns(words, Kind.AND, "", "and");
    putSigns(words, Kind.POINT, "", "point");
    words.put("double", word(Kind.REPEAT, 2, ""));
    words.put("triple", word(Kind.REPEAT, 3, ""));
    return Map.copyOf(words);
  }

  /** As the reference spells them, {@code nineth} included. */
  private static String ordinal(String name) {
    return switch (name) {
      case "one" -> "first";
      case "two" -> "second";
      case "three" -> "third";
      case "five" -> "fifth";
      case "twelve" -> "twelfth";
      default -> name + (name.endsWith("t") ? "h" : "th");
    };
  }

  private static String ordinalSuffix(int value) {
    return switch (value) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  private static void putMultiplier(Map<String, NumberWord> words, String name, BigInteger value) {
    words.put(name, new NumberWord(Kind.MULTIPLIER, value, ""));
    words.put(name + "s", new NumberWord(Kind.MULTIPLIER_WITH_SUFFIX, value, "s"));
    words.put(name + "th", new NumberWord(Kind.MULTIPLIER_WITH_SUFFIX, value, "th"));
  }

  private static void putSigns(
      Map<String, NumberWord> words, Kind kind, String sign, String... names) {
    for (String name : names) {
      words.put(name, word(kind, 0, sign));
    }
  }

  private static NumberWord word(Kind kind, int value, String sign) {
    return new NumberWord(kind, BigInteger.valueOf(value), sign);
  }
}
