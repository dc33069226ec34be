package org.shoestring.step;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * A barrier of a user that reads the output of another stage: it rejects the known rows of a shard
 * that has an unknown one.
 */
public final class BesideUnknown implements BarrierType {

  @Override
  public String name() {
    return "beside-unknown";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects the known rows of a shard that has an unknown row.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.output("rows", OutputForm.TABLE, "the known rows"));
  }

  @Override
  public Barrier bind(Arguments arguments, Columns input, StepOutputs outputs) {
    return new Known(outputs.table("rows", BesideUnknown::read));
  }

  private static Set<String> read(OutputSource.Rows rows) throws IOException {
    Set<String> known = new HashSet<>();
    while (rows.next()) {
      known.add(rows.row().toString());
    }
    return known;
  }

  private static final class Known extends ShardWithRow {
    private static final long serialVersionUID = 1;

    private final Loaded<Set<String>> rows;

    Known(Loaded<Set<String>> rows) {
      this.rows = rows;
    }

    @Override
    boolean isMarked(TsvRow row) {
      return !rows.get().contains(row.toString());
    }

    @Override
    Verdict applyBesideMarked(TsvRow row) {
      return isMarked(row) ? Verdict.keep() : Verdict.reject("beside_unknown");
    }
  }
}
