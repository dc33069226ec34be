package org.shoestring.transform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.shuffle.BlockReader;
import org.shoestring.shuffle.Blocks;
import org.shoestring.shuffle.LineId;
import org.shoestring.step.Step;
import org.shoestring.step.Verdict;
import org.shoestring.step.filter.Deduplicate;

/**
 * Which lines of one shard each barrier of a chain drops, and what they repeat: 8 bytes a line and
 * barrier. As a step of a chain it drops the line that the reader stands on.
 */
final class Drops {
  /** For each barrier, one more than the id of the line that a line repeats. */
  private final long[][] repeated;

  private long line;

  private Drops(int barriers) {
    this.repeated = new long[barriers][0];
  }

  /**
   * What was found for a shard.
   *
   * @param blocks in which numbers are lines, bytes the id of the line that is repeated, and the
   *     bucket modulo {@code barriers} is the barrier
   */
  static Drops of(Iterable<Blocks> blocks, PipelineOptions options, int barriers)
      throws IOException {
    Drops drops = new Drops(barriers);
    try (BlockReader found = BlockReader.of(blocks, options)) {
      drops.read(found, barriers);
    }
    return drops;
  }

  private void read(BlockReader found, int barriers) throws IOException {
    while (found.next()) {
      int barrier = found.bucket() % barriers;
      int at = Math.toIntExact(found.number());
      long[] lines = repeated[barrier];
      if (at >= lines.length) {
        lines = Arrays.copyOf(lines, Math.max(at + 1, lines.length + (lines.length >> 1)));
        repeated[barrier] = lines;
      }
      lines[at] = ByteBuffer.wrap(found.bytes(), found.from(), Long.BYTES).getLong() + 1;
    }
  }

  /** Moves to a line, counted from 0. */
  void at(long newLine) {
    line = newLine;
  }

  /** The step that drops what a barrier told. */
  Step step(int barrier) {
    long[] lines = repeated[barrier];
    return row -> {
      if (line >= lines.length || lines[(int) line] == 0) {
        return Verdict.keep();
      }
      long first = lines[(int) line] - 1;
      return Verdict.reject(
          Deduplicate.REASON, LineId.place(first) + ":" + (LineId.line(first) + 1));
    };
  }
}
