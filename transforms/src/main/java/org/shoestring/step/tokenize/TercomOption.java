package org.shoestring.step.tokenize;

/** What {@link TercomTokenizer} does to a line; without any it lowers case and splits at blanks. */
public enum TercomOption {
  /** Unescapes entities and lets punctuation and {@code 's} stand alone. */
  NORMALIZED,
  /** Deletes punctuation. */
  NO_PUNCT,
  /** With {@link #NORMALIZED}, Han stands alone; with {@link #NO_PUNCT}, CJK marks go too. */
  ASIAN_SUPPORT,
  /** Leaves case alone. */
  CASE_SENSITIVE
}
