package org.shoestring.table.record;

import org.shoestring.spec.UsageException;

/**
 * A shard as the worker that wrote it knows it: which unit of work, and which piece of that. It
 * gets its place in the table when the output is committed.
 */
public record WrittenShard(ShardFacts facts) implements Shard {

  /**
   * Its unit, if that has no other piece: a later piece could not be told from the first one.
   *
   * @throws UsageException with what to do instead
   */
  @Override
  public int inputNumber() {
    if (piece() > 0) {
      throw new UsageException(
          folder()
              + "/"
              + object()
              + ": piece "
              + piece()
              + " of unit "
              + unit()
              + " is not committed, and would be taken for another piece of it; commit the import"
              + " in a pipeline of its own (CommitOutput), then read its table (ReadShards)");
    }
    return unit();
  }
}
