package org.shoestring.cli.argument;

import java.util.function.LongFunction;
import org.shoestring.lexicon.TrainingLimits;
import org.shoestring.spec.Kind;
import org.shoestring.spec.UsageException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number as the value of an option, with the range that it may have. */
public abstract class WholeNumber<N extends Number> implements ITypeConverter<N> {
  private final Kind.Whole range;
  private final LongFunction<N> type;

  private WholeNumber(Kind.Whole range, LongFunction<N> type) {
    this.range = range;
    this.type = type;
  }

  /** How much may happen at the same time: 1 or more. */
  public static final class Jobs extends WholeNumber<Integer> {
    Jobs() {
      super(new Kind.Whole(1, Integer.MAX_VALUE), Math::toIntExact);
    }
  }

  /** How many there may be: 0 or more. */
  public static final class Count extends WholeNumber<Long> {
    Count() {
      super(new Kind.Whole(0, Long.MAX_VALUE), Long::valueOf);
    }
  }

  /** How many digits a number has after its point: 0 to 100. */
  public static final class Digits extends WholeNumber<Integer> {
    Digits() {
      super(new Kind.Whole(0, 100), Math::toIntExact);
    }
  }

  /** The number of a line: 1 or more. */
  public static final class Line extends WholeNumber<Long> {
    Line() {
      super(new Kind.Whole(1, Long.MAX_VALUE), Long::valueOf);
    }
  }

  /** What {@code lexicon train} takes for {@code --iterations}. */
  public static final class Iterations extends WholeNumber<Integer> {
    Iterations() {
      super(TrainingLimits.ITERATIONS, Math::toIntExact);
    }
  }

  /** What {@code lexicon train} takes for {@code --vocabulary}. */
  public static final class Vocabulary extends WholeNumber<Integer> {
    Vocabulary() {
      super(TrainingLimits.VOCABULARY, Math::toIntExact);
    }
  }

  /** What {@code lexicon train} takes for {@code --max-words}. */
  public static final class MaxWords extends WholeNumber<Integer> {
    MaxWords() {
      super(TrainingLimits.MAX_WORDS, Math::toIntExact);
    }
  }

  /** What {@code lexicon train} takes for {@code --max-pairs}. */
  public static final class MaxPairs extends WholeNumber<Integer> {
    MaxPairs() {
      super(TrainingLimits.MAX_PAIRS, Math::toIntExact);
    }
  }

  @Override
  public N convert(String value) {
    try {
      return type.apply(Long.parseLong(range.canonical(value)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** The error of a value that {@link #convert} does not take. */
  public UsageException error(String option, String value) {
    return UsageException.mustBe(option, range.allowed(value), value);
  }
}
