package org.shoestring.step.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.shoestring.shuffle.DuplicateFinder;
import org.shoestring.shuffle.LineHash;
import org.shoestring.shuffle.LineId;
import org.shoestring.step.Barrier;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.TsvRow;

/**
 * Which lines repeat an earlier one: the hashes of lines meet, and each shard is told its repeats.
 */
final class Duplicates implements Barrier {
  private static final long serialVersionUID = 1;

  private final int[] fields;

  /** Those of these fields. */
  Duplicates(int... fields) {
    this.fields = fields.clone();
  }

  @Override
  public int factsPerLine() {
    return 1;
  }

  @Override
  public Mapper mapper() {
    LineHash hash = new LineHash(fields);
    return (place, line, row, facts) ->
        facts.note(LineId.of(place, line), hash.of(row), 0, LineHash.BYTES);
  }

  @Override
  public Reducer reducer(int facts) {
    DuplicateFinder finder = new DuplicateFinder(facts);
    byte[] first = new byte[Long.BYTES];
    return (id, bytes, from, to, answers) -> {
      long repeated = finder.firstOf(id, bytes, from);
      if (repeated != DuplicateFinder.NONE) {
        ByteBuffer.wrap(first).putLong(repeated);
        answers.tell(LineId.place(id), LineId.line(id), first, 0, first.length);
      }
    };
  }

  @Override
  public Learnt learnt() {
    return new Repeats();
  }

  /** What the lines of one shard repeat: 8 bytes a line. */
  private static final class Repeats implements Learnt {
    /** One more than the id of the line that a line repeats. */
    private long[] repeated = new long[0];

    private long line;

    @Override
    public void hear(long number, byte[] bytes, int from, int to) {
      int at = Math.toIntExact(number);
      if (at >= repeated.length) {
        int length = Math.max(at + 1, repeated.length + (repeated.length >> 1));
        repeated = Arrays.copyOf(repeated, length);
      }
      repeated[at] = ByteBuffer.wrap(bytes, from, Long.BYTES).getLong() + 1;
    }

    @Override
    public void at(long newLine) {
      line = newLine;
    }

    @Override
    public Verdict apply(TsvRow row) {
      if (line >= repeated.length || repeated[(int) line] == 0) {
        return Verdict.keep();
      }
      long first = repeated[(int) line] - 1;
      return Verdict.reject(
          Deduplicate.REASON, LineId.place(first) + ":" + (LineId.line(first) + 1));
    }
  }
}
