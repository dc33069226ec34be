package org.shoestring.step;

import org.shoestring.tsv.TsvRow;

/** What two barriers share: each shard hears whether it has a row of some kind. */
abstract class ShardWithRow implements Barrier {
  private static final long serialVersionUID = 1;

  /** Whether a row is of that kind. */
  abstract boolean isMarked(TsvRow row);

  /** The verdict on a row of a shard that has one. */
  abstract Verdict applyBesideMarked(TsvRow row);

  @Override
  public int factsPerLine() {
    return 1;
  }

  @Override
  public Mapper mapper() {
    return (place, line, row, facts) -> {
      if (isMarked(row)) {
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
        return told ? applyBesideMarked(row) : Verdict.keep();
      }
    };
  }
}
