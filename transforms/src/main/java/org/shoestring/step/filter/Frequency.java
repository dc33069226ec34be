package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Barrier;
import org.shoestring.step.BarrierType;
import org.shoestring.tsv.Columns;

/**
 * Rejects rows with a word that is rarer than {@code min} in its column of the table; words are
 * what stands between whitespace. The detail is the column and the first such word.
 */
public final class Frequency implements BarrierType {
  /** The reason of its rejections. */
  static final String REASON = "frequency";

  @Override
  public String name() {
    return "frequency";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows with a word that its column of the table has less than min times.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.whole("min", 1, Integer.MAX_VALUE, 2, "how often a word must be in its column"));
  }

  @Override
  public Barrier bind(Arguments arguments, Columns input) {
    return new RareWords(arguments.whole("min"), input.names(), arguments.fields(input));
  }
}
