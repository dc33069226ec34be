package org.shoestring.step.tokenize.stem;

import java.util.Map;

/**
 * Takes the suffixes off English words in lower case (M. F. Porter, "An algorithm for suffix
 * stripping", Program 14(3), 1980), with the extensions of NLTK's {@code PorterStemmer} in its
 * default mode, which rouge_score uses:
 *
 * <ul>
 *   <li>some irregular words have stems of their own;
 *   <li>step 1a and 1b: {@code ies} and {@code ied} become {@code ie} in words of four letters;
 *   <li>step 1c: {@code y} becomes {@code i} only after a consonant that is not the first letter;
 *   <li>step 2: {@code bli} becomes {@code ble}, {@code fulli} becomes {@code ful}, {@code logi}
 *       becomes {@code log} if there is a measure with its {@code l}, and what {@code alli} leaves
 *       goes through step 2 again;
 *   <li>an {@code e} also goes back after a vowel and a consonant alone.
 * </ul>
 *
 * <p>What is no letter counts as a consonant. An instance serves one thread.
 */
public final class PorterStemmer {
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("skies", "sky"),
          Map.entry("sky", "sky"),
          Map.entry("dying", "die"),
          Map.entry("lying", "lie"),
          Map.entry("tying", "tie"),
          Map.entry("news", "news"),
          Map.entry("innings", "inning"),
          Map.entry("inning", "inning"),
          Map.entry("outings", "outing"),
          Map.entry("outing", "outing"),
          Map.entry("cannings", "canning"),
          Map.entry("canning", "canning"),
          Map.entry("howe", "howe"),
          Map.entry("proceed", "proceed"),
          Map.entry("exceed", "exceed"),
          Map.entry("succeed", "succeed"));

  private static final int LONGEST_IRREGULAR = 8;

  /** Suffix and replacement, in turn; the first suffix that fits decides. */
  private static final String[] STEP_2 = {
    "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble",
    "alli", "alli", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate",
    "ator", "ate", "alism", "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti",
    "al", "iviti", "ive", "biliti", "ble", "fulli", "ful"
  };

  private static final String[] STEP_3 = {
    "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", ""
  };

  private static final String[] STEP_4 = {
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize"
  };

  private char[] text = new char[0];
  private int start;
  private int end;

  /**
   * Stems the word at {@code [start, end)} in its place, for a stem is never longer, and returns
   * where it ends.
   */
  public int stem(char[] text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
    if (!replaceIrregular() && end - start > 2) {
      plural();
      pastOrGerund();
      finalY();
      doubleSuffix();
      simpleSuffix();
      lastSuffix();
      finalE();
      finalL();
    }
    this.text = new char[0];
    return this.end;
  }

  private boolean replaceIrregular() {
    if (end - start > LONGEST_IRREGULAR) {
      return false;
    }
    String stem = IRREGULAR.get(new String(text, start, end - start));
    if (stem == null) {
      return false;
    }
    stem.getChars(0, stem.length(), text, start);
    end = start + stem.length();
    return true;
  }

  /** Step 1a. */
  private void plural() {
    if (text[end - 1] != 's') {
      return;
    }
    if (endsWith("sses")) {
      end -= 2;
    } else if (endsWith("ies")) {
      end -= end - start == 4 ? 1 : 2;
    } else if (!endsWith("ss")) {
      end--;
    }
  }

  /** Step 1b. */
  private void pastOrGerund() {
    if (endsWith("ied")) {
      end -= end - start == 4 ? 1 : 2;
    } else if (endsWith("eed")) {
      if (measure(end - 3) > 0) {
        end--;
      }
    } else if (endsWith("ed") && hasVowel(end - 2)) {
      end -= 2;
      tidyStem();
    } else if (endsWith("ing") && hasVowel(end - 3)) {
      end -= 3;
      tidyStem();
    }
  }

  private void tidyStem() {
    char last = text[end - 1];
    if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
      text[end++] = 'e';
    } else if (end - start > 1 && last == text[end - 2] && isConsonant(end - 1)) {
      if (last != 'l' && last != 's' && last != 'z') {
        end--;
      }
    } else if (measure(end) == 1 && endsShort(end)) {
      text[end++] = 'e';
    }
  }

  /** Step 1c. */
  private void finalY() {
    if (end - start > 2 && text[end - 1] == 'y' && isConsonant(end - 2)) {
      text[end - 1] = 'i';
    }
  }

  /** Step 2. */
  private void doubleSuffix() {
    while (endsWith("alli") && measure(end - 4) > 0) {
      end -= 2;
    }
    if (endsWith("logi")) {
      if (measure(end - 3) > 0) {
        end--;
      }
      return;
    }
    replaceSuffix(STEP_2);
  }

  /** Step 3. */
  private void simpleSuffix() {
    replaceSuffix(STEP_3);
  }

  private void replaceSuffix(String[] rules) {
    for (int i = 0; i < rules.length; i += 2) {
      if (endsWith(rules[i])) {
        int stem = end - rules[i].length();
        if (measure(stem) > 0) {
          rules[i + 1].getChars(0, rules[i + 1].length(), text, stem);
          end = stem + rules[i + 1].length();
        }
        return;
      }
    }
  }

  /** Step 4. */
  private void lastSuffix() {
    for (String suffix : STEP_4) {
      if (endsWith(suffix)) {
        int stem = end - suffix.length();
        boolean fits =
            !suffix.equals("ion")
                || (stem > start && (text[stem - 1] == 's' || text[stem - 1] == 't'));
        if (fits && measure(stem) > 1) {
          end = stem;
        }
        return;
      }
    }
  }

  /** Step 5a. */
  private void finalE() {
    if (text[end - 1] == 'e') {
      int measure = measure(end - 1);
      if (measure > 1 || (measure == 1 && !endsShort(end - 1))) {
        end--;
      }
    }
  }

  /** Step 5b. */
  private void finalL() {
    if (endsWith("ll") && measure(end - 1) > 1) {
      end--;
    }
  }

  private boolean endsWith(String suffix) {
    int length = suffix.length();
    if (end - start < length) {
      return false;
    }
    for (int i = 1; i <= length; i++) {
      if (text[end - i] != suffix.charAt(length - i)) {
        return false;
      }
    }
    return true;
  }

  private int measure(int stop) {
    return PorterLetters.measure(text, start, stop);
  }

  private boolean hasVowel(int stop) {
    return PorterLetters.hasVowel(text, start, stop);
  }

  private boolean endsShort(int stop) {
    return PorterLetters.endsShort(text, start, stop);
  }

  private boolean isConsonant(int at) {
    return PorterLetters.isConsonant(text, start, at);
  }
}
