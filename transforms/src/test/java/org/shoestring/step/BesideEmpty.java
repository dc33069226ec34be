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

  private record EmptyRows() implements Barrier {
    private static final long serialVersionUID = 1;

    @Override
    public int factsPerLine() {
      return 1;
    }

    @Override
    public Mapper mapper() {
      return (place, line, row, facts) -> {
        if (row.length() == 0) {
          facts.note(place, new byte[4], 0, 4);
        }
      };
    }

    @Override
    public Reducer reducer(int facts) {
      return (place, bytes, from, to, answers) -> answers.tell((int) place, 0, bytes, from, to);
    }

    @Override
    public Learnt learnt() {
      return new Learnt() {
        private boolean told;

        @Override
        public void hear(long number, byte[] bytes, int from, int to) {
          told = true;
        }

        @Override
        public Verdict apply(TsvRow row) {
          return told ? Verdict.reject("beside_empty") : Verdict.keep();
        }
      };
    }
  }
}
