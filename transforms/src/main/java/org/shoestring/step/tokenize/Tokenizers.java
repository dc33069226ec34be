package org.shoestring.step.tokenize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.shoestring.spec.SimilarName;

/**
 * The catalog of tokenizers, equal to sacreBLEU's of the same names. As there, a line's trailing
 * blanks are dropped before it is tokenized.
 */
public final class Tokenizers {
  private static final Map<String, Supplier<Tokenizer>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("13a", Tokenizer13a::new);
    BY_NAME.put("intl", TokenizerIntl::new);
    BY_NAME.put("zh", TokenizerZh::new);
    BY_NAME.put("char", TokenizerChar::new);
    BY_NAME.put("none", TokenizerNone::new);
  }

  private Tokenizers() {}

  /** All names, the usual one first. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * A tokenizer of one's own.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists the known
   *     ones
   */
  public static Tokenizer named(String name) {
    Supplier<Tokenizer> tokenizer = BY_NAME.get(name);
    if (tokenizer == null) {
      throw new IllegalArgumentException(
          "unknown tokenizer '"
              + name
              + "'"
              + SimilarName.question(name, names().stream(), 1)
              + "; known: "
              + String.join(", ", names()));
    }
    return tokenizer.get();
  }
}
