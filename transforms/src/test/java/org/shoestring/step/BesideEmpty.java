package org.shoestring.step;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** A barrier as users write one: it rejects all rows of a shard in which one is empty. */
public final class BesideEmpty implements BarrierType {

  @Override
  public String name() {
    return "beside-empty";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects the rows of a shard that has an empty row.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Barrier bind(Arguments arguments, Columns input) {
    return new EmptyRows();
  }

  private static final class EmptyRows extends ShardWithRow {
    private static final long serialVersionUID = 1;

    @Override
    boolean isMarked(TsvRow row) {
      return row.length() == 0;
    }

    @Override
    Verdict applyBesideMarked(TsvRow row) {
      return Verdict.reject("beside_empty");
    }
  }
}
