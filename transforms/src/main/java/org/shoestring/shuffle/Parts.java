package org.shoestring.shuffle;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.shoestring.shuffle.Share.Unit;
import org.shoestring.spec.UsageException;

/**
 * The named parts of a split, in the order written. At most one of them is the rest.
 *
 * @param where what asks for it, for messages
 */
public record Parts(String where, List<Part> list) implements Serializable {
  /** The most parts. */
  public static final int MAX_PARTS = 100;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]*");

  /** What a stage's only table is called. */
  private static final String RESERVED = "main";

  /** A part: a table of this name. */
  public record Part(String name, Share share) implements Serializable {

    boolean is(Unit unit) {
      return share.unit() == unit;
    }

    @Override
    public String toString() {
      return name + " " + share;
    }
  }

  public Parts {
    list = List.copyOf(list);
    if (list.isEmpty() || list.size() > MAX_PARTS) {
      throw new UsageException(
          where + ": " + list.size() + " parts; allowed are from 1 to " + MAX_PARTS);
    }
    Set<String> names = new HashSet<>();
    for (Part part : list) {
      if (!NAME.matcher(part.name()).matches() || part.name().equals(RESERVED)) {
        throw new UsageException(
            where
                + ": part '"
                + part.name()
                + "'; a name is letters, digits, '_' and '-', does not begin with '_', and is not "
                + RESERVED);
      }
      if (!names.add(part.name())) {
        throw new UsageException(where + ": part '" + part.name() + "' is named twice");
      }
    }
    checkFractions(where, list);
  }

  private static void checkFractions(String where, List<Part> list) {
    long rests = list.stream().filter(part -> part.is(Unit.REST)).count();
    if (rests > 1) {
      throw new UsageException(where + ": " + show(list) + ": one part at most is the rest");
    }
    BigDecimal sum = sum(list, Unit.FRACTION);
    boolean onlyFractions = list.stream().allMatch(part -> part.is(Unit.FRACTION));
    int excess = sum.compareTo(BigDecimal.ONE);
    if (excess > 0 || (onlyFractions && excess < 0)) {
      throw new UsageException(
          where
              + ": "
              + show(list)
              + ": the fractions add up to "
              + new Share(Unit.FRACTION, sum)
              + (excess > 0 ? "" : "; let them add up to 100%, or give one part the rest"));
    }
  }

  private static BigDecimal sum(List<Part> list, Unit unit) {
    return list.stream()
        .filter(part -> part.is(unit))
        .map(part -> part.share().amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String show(List<Part> list) {
    return list.stream().map(Part::toString).collect(Collectors.joining(", "));
  }

  /** Their names. */
  public List<String> names() {
    return list.stream().map(Part::name).toList();
  }

  /** Whether one of them is the rest. */
  public boolean hasRest() {
    return list.stream().anyMatch(part -> part.is(Unit.REST));
  }

  /** Whether a part is the rest. */
  public boolean isRest(int part) {
    return list.get(part).is(Unit.REST);
  }

  /** All parts but the rest, in order. */
  public int[] sized() {
    return IntStream.range(0, list.size()).filter(part -> !isRest(part)).toArray();
  }

  /** All parts, in order, but the rest last: that is how they take lines. */
  int[] order() {
    return IntStream.concat(
            IntStream.of(sized()), IntStream.range(0, list.size()).filter(this::isRest))
        .toArray();
  }

  /** The sum of the fractions. */
  BigDecimal fractions() {
    return sum(list, Unit.FRACTION);
  }

  /** Fails if a part is a number of lines. */
  void checkNoLines(String why) {
    for (Part part : list) {
      if (part.is(Unit.LINES)) {
        throw new UsageException(
            where + ": part '" + part + "' is a number of lines; " + why + ": write a fraction");
      }
    }
  }

  /**
   * How many of so many lines each part gets. Fractions of them are rounded so that the largest
   * remainders are rounded up.
   *
   * @throws UsageException if they are more than there are, or fewer and none is the rest
   */
  public long[] counts(long lines) {
    BigDecimal all = BigDecimal.valueOf(lines);
    BigDecimal taken = sum(list, Unit.LINES).add(sum(list, Unit.FRACTION).multiply(all));
    BigDecimal left = all.subtract(taken);
    if (left.signum() < 0 || (left.signum() > 0 && !hasRest())) {
      throw new UsageException(
          where
              + ": "
              + show(list)
              + ": "
              + taken.stripTrailingZeros().toPlainString()
              + " lines of a table of "
              + lines
              + (left.signum() < 0 ? "" : "; give one part the rest"));
    }
    List<BigDecimal> quotas = new ArrayList<>();
    for (Part part : list) {
      BigDecimal amount = part.share().amount();
      quotas.add(
          switch (part.share().unit()) {
            case LINES -> amount;
            case FRACTION -> amount.multiply(all);
            case REST -> left;
          });
    }
    return LargestRemainder.round(quotas);
  }
}
