package org.shoestring.transform;

import org.apache.beam.sdk.transforms.DoFn;
import org.shoestring.table.Output;
import org.shoestring.table.Shard;
import org.shoestring.table.UnitRecord;

/**
 * Works on one shard at a time and leaves one record for it: a unit that has its record is not done
 * again, whoever did it, and the shards of the record that counts go on.
 */
abstract class UnitFn extends DoFn<Shard, Shard> {
  private static final long serialVersionUID = 1;

  private final Output output;

  private final long memory;

  UnitFn(Output output) {
    this(output, WorkSlots.UNIT_BYTES);
  }

  /**
   * Work that is counted with more than a worker's own memory.
   *
   * @param memory in bytes, against the budget of {@link WorkSlots}
   */
  UnitFn(Output output, long memory) {
    this.output = output;
    this.memory = memory;
  }

  final Output output() {
    return output;
  }

  /** Does the work of a shard, whose place is the unit's number. */
  abstract UnitRecord work(Shard input, Progress progress) throws Exception;

  @ProcessElement
  public void process(@Element Shard input, OutputReceiver<Shard> out) throws Exception {
    input.checkOwnPlace();
    UnitWork.counted(
        memory,
        () -> {
          Progress progress = Progress.of(output.folder());
          String name = Output.recordName(input.place());
          UnitWork.finish(output, name, () -> work(input, progress)).kept().forEach(out::output);
        });
  }
}
