package org.shoestring.transform.unit;

import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.UnitRecord;

/** Work that leaves one record for each shard, for workers that have no shard of their own left. */
public abstract class SpareShardWork implements SpareWork<Shard> {
  private static final long serialVersionUID = 1;

  private final Output output;
  private final long memory;

  /**
   * Work on an output.
   *
   * @param memory what it is counted with, in bytes
   */
  protected SpareShardWork(Output output, long memory) {
    this.output = output;
    this.memory = memory;
  }

  /** Does the work of a shard. */
  protected abstract UnitRecord work(Shard shard, PipelineOptions options) throws Exception;

  @Override
  public final Output output() {
    return output;
  }

  @Override
  public final boolean isFinished(Shard shard, Set<String> records) {
    return records.contains(UnitRecords.name(shard.inputNumber()));
  }

  @Override
  public void run(Shard shard, PipelineOptions options) throws Exception {
    UnitWork.again(
        output,
        memory,
        UnitRecords.name(shard.inputNumber()),
        () -> work(shard, options),
        SpareOptions.of(options));
  }
}
