package org.shoestring.shuffle;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

/**
 * What every shard of a table gets the same number of: {@code lines}, or the {@code tokens} of all
 * or some {@code columns}. Tokens are what lies between whitespace, as the step {@code length}
 * counts them.
 */
public final class Balance implements Serializable {
  private static final long serialVersionUID = 1;

  /** The same number of lines. */
  public static final Balance LINES = new Balance(null);

  private static final String TOKENS = "tokens";

  /** What is counted; null for lines. */
  private final @Nullable Spec tokens;

  private Balance(@Nullable Spec tokens) {
    this.tokens = tokens;
  }

  /**
   * A balance as a user wrote it: {@code lines}, {@code tokens} or {@code tokens:columns=en+de}.
   *
   * @throws UsageException for another name or parameter
   */
  public static Balance of(Spec spec) {
    switch (spec.name()) {
      case "lines" -> {
        Arguments unused = Arguments.bind("balance", spec, List.of());
        return LINES;
      }
      case TOKENS -> {
        Arguments unused = arguments(spec);
        return new Balance(spec);
      }
      default ->
          throw UsageException.unknown(
              spec.where(), "balance", spec.name(), List.of("lines", TOKENS));
    }
  }

  private static Arguments arguments(Spec spec) {
    return Arguments.bind("balance", spec, List.of(Parameter.COLUMNS));
  }

  /** Whether tokens are counted. */
  public boolean isByTokens() {
    return tokens != null;
  }

  /**
   * The places of the columns whose tokens are counted, in ascending order; none for lines.
   *
   * @throws UsageException if the table lacks one, or one is given twice
   */
  public int[] fields(Columns columns) {
    return tokens == null
        ? new int[0]
        : Arrays.stream(arguments(tokens).fields(columns)).sorted().toArray();
  }

  /**
   * How keys hash it: {@code tokens@1:columns=en+de}, or {@code lines}.
   *
   * @throws UsageException as {@link #fields}
   */
  public String canonical(Columns columns) {
    if (tokens == null) {
      return "lines";
    }
    return Arrays.stream(fields(columns))
        .mapToObj(field -> columns.names().get(field))
        .collect(Collectors.joining("+", TOKENS + "@" + TokenCounts.VERSION + ":columns=", ""));
  }
}
