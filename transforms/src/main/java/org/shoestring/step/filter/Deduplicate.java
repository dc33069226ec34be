package org.shoestring.step.filter;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Barrier;
import org.shoestring.step.BarrierType;
import org.shoestring.tsv.Columns;

/**
 * Rejects rows that repeat an earlier row of the table in the chosen columns; of equal rows the
 * first one stays, and the detail of the others is where it stands, {@code SOURCE:LINE} as in the
 * rejects.
 */
public final class Deduplicate implements BarrierType {
  /** The reason of its rejections. */
  static final String REASON = "duplicate";

  @Override
  public String name() {
    return "deduplicate";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows that repeat an earlier row of the table; the first one stays.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.COLUMNS);
  }

  @Override
  public Barrier bind(Arguments arguments, Columns input) {
    return new Duplicates(arguments.fields(input));
  }
}
