package org.shoestring.shuffle.split;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.shoestring.shuffle.split.Share.ShareUnit;
import org.shoestring.spec.Plural;
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

    boolean is(ShareUnit unit) {
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
          where + ": a split must have 1 to " + MAX_PARTS + " parts, but has " + list.size());
    }
    list.forEach(part -> checkName(where, part.name()));
    UsageException.checkDistinct(where, "part", list.stream().map(Part::name).toList());
    checkFractions(where, list);
  }

  private static void checkName(String where, String name) {
    if (name.equals(RESERVED)) {
      throw new UsageException(
          where
              + ": no part may have the name '"
              + RESERVED
              + "', which is the table of all other stages; choose another name");
    }
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          where
              + ": '"
              + name
              + "' is not a valid name of a part; use letters, digits, '_' and '-', and start with"
              + " a letter or a digit");
    }
  }

  private static void checkFractions(String where, List<Part> list) {
    long rests = list.stream().filter(part -> part.is(ShareUnit.REST)).count();
    if (rests > 1) {
      throw new UsageException(
          where
              + ": only one part can be the rest, but "
              + rests
              + " are ("
              + show(list)
              + "); give the others a number of lines or a fraction");
    }
    BigDecimal sum = sum(list, ShareUnit.FRACTION);
    boolean onlyFractions = list.stream().allMatch(part -> part.is(ShareUnit.FRACTION));
    int excess = sum.compareTo(BigDecimal.ONE);
    if (excess > 0 || (onlyFractions && excess < 0)) {
      throw new UsageException(
          where
              + ": the fractions add up to "
              + new Share(ShareUnit.FRACTION, sum)
              + " ("
              + show(list)
              + "); "
              + (excess > 0
                  ? "make them smaller, so that they add up to 100% or less"
                  : "make them add up to 100%, or let one part be the rest"));
    }
  }

  private static BigDecimal sum(List<Part> list, ShareUnit unit) {
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
    return list.stream().anyMatch(part -> part.is(ShareUnit.REST));
  }

  /** Whether a part is the rest. */
  public boolean isRest(int part) {
    return list.get(part).is(ShareUnit.REST);
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
    return sum(list, ShareUnit.FRACTION);
  }

  /**
   * Fails if a part is a number of lines.
   *
   * @param why what it is not allowed for, as a sentence, and what to do
   */
  void checkNoLines(String why) {
    for (Part part : list) {
      if (part.is(ShareUnit.LINES)) {
        throw new UsageException(
            where
                + ": part '"
                + part.name()
                + "' must be a fraction (10%) or rest, but is "
                + part.share()
                + " lines; "
                + why);
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
    BigDecimal taken = sum(list, ShareUnit.LINES).add(sum(list, ShareUnit.FRACTION).multiply(all));
    BigDecimal left = all.subtract(taken);
    if (left.signum() < 0 || (left.signum() > 0 && !hasRest())) {
      throw new UsageException(
          where
              + ": the table has "
              + Plural.of(lines, "line")
              + ", but the parts take "
              + (left.signum() < 0
                  ? taken.setScale(0, RoundingMode.CEILING)
                  : "only " + taken.setScale(0, RoundingMode.FLOOR))
              + " ("
              + show(list)
              + "); "
              + (left.signum() < 0 ? "make some parts smaller" : "let one part be the rest"));
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
