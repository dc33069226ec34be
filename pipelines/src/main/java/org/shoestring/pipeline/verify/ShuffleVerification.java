package org.shoestring.pipeline.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.shoestring.shuffle.LineSums;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.TokenCounts;
import org.shoestring.table.ShardCheck;
import org.shoestring.table.ShardCheck.Found;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;

/**
 * Checks that the lines of a shuffled table are those of its input, each as often and in the shard
 * where it must be. While the input is read, the plan of the shuffle tells the shard of each line,
 * and {@link LineSums} add up what every shard must hold; the order within a shard is not checked.
 */
final class ShuffleVerification {
  private final Table input;
  private final Table output;
  private final ShardBalance balance;
  private final ShufflePlan plan;

  ShuffleVerification(Table input, Table output, ShardBalance balance) {
    this.input = input;
    this.output = output;
    this.balance = balance;
    this.plan = balance.plan();
  }

  void run(ParallelChecks checks) throws IOException, InterruptedException {
    int before = checks.wrong();
    LineSums in = new LineSums(plan.shards().parts());
    AtomicLong linesIn = new AtomicLong();
    readInput(checks, in, linesIn);
    boolean intact = checks.wrong() == before;
    boolean comparable = intact && balance.isComparable();
    LineSums out = new LineSums(1);
    AtomicLong linesOut = new AtomicLong();
    checks.shards(
        "shard",
        output.shards(),
        shard -> {
          LineSums sums = new LineSums(1);
          AtomicLong tokens = new AtomicLong();
          Found found =
              ShardCheck.run(
                  output.stores(),
                  shard,
                  output.manifest().codec(),
                  (bytes, from, to) -> {
                    sums.add(0, bytes, from, to);
                    tokens.addAndGet(balance.tokens(bytes, from, to));
                  });
          synchronized (out) {
            out.add(sums);
          }
          balance.addOutput(tokens.get());
          linesOut.addAndGet(found.lines());
          return comparable && found.isIntact()
              ? compared(found, in.of(shard.place()), sums)
              : found;
        });
    checks.found(
        "lines",
        output.folder(),
        linesIn.get() == linesOut.get() ? "" : "the input has a different number of lines",
        "in " + linesIn + ", out " + linesOut);
    checks.found(
        "checksum",
        output.folder(),
        !intact
            ? "not compared, because the input is damaged"
            : in.total().equals(out.total()) ? "" : "the lines differ from those of the input",
        "in " + in.total() + ", out " + out.total());
    checks.found("sizes", output.folder(), balance.problem(intact), balance.numbers());
  }

  private void readInput(ParallelChecks checks, LineSums in, AtomicLong lines)
      throws IOException, InterruptedException {
    Layout layout = Layout.ofShards(input.shards());
    checks.shards(
        "input shard",
        input.shards(),
        shard -> {
          LineSums sums = new LineSums(plan.shards().parts());
          TokenCounts tokens = balance.newCounts();
          Found found =
              ShardCheck.run(
                  input.stores(),
                  shard,
                  input.manifest().codec(),
                  new Sorting(sums, tokens, layout.firstLine(shard.place()), layout.lines()));
          synchronized (in) {
            in.add(sums);
          }
          balance.addInput(tokens);
          lines.addAndGet(found.lines());
          return found;
        });
  }

  /** Adds each line to the sum of the shard that it goes to, and its tokens to those there. */
  private final class Sorting implements ShardCheck.Lines {
    private final LineSums sums;
    private final @Nullable TokenCounts tokens;
    private final long end;
    private long line;

    Sorting(LineSums sums, @Nullable TokenCounts tokens, long firstLine, long end) {
      this.sums = sums;
      this.tokens = tokens;
      this.line = firstLine;
      this.end = end;
    }

    @Override
    public void line(byte[] bytes, int from, int to) {
      if (line < end) { // A damaged shard may have more lines than there are.
        long position = plan.position(line++);
        sums.add(plan.shard(position), bytes, from, to);
        if (tokens != null) {
          tokens.add(position, balance.tokens(bytes, from, to));
        }
      }
    }
  }

  private static Found compared(Found found, String expected, LineSums sums) {
    if (sums.of(0).equals(expected)) {
      return found;
    }
    List<String> problems = new ArrayList<>(found.problems());
    problems.add(
        "the shard has other lines than it must have: their checksum is "
            + sums.of(0)
            + ", expected "
            + expected);
    return new Found(problems, found.lines(), found.raw());
  }
}
