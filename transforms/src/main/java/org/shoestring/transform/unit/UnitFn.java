package org.shoestring.transform.unit;

import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.worker.Progress;
import org.shoestring.worker.WorkSlots;

/**
 * Works on one shard at a time and leaves one record for it: a unit that has its record is not done
 * again, whoever did it, and the shards of the record that counts go on.
 */
public abstract class UnitFn extends DoFn<Shard, WrittenShard> {
  private static final long serialVersionUID = 1;

  private final Output output;

  private final long memory;

  private final FinishedUnits finished;
  private transient @Nullable RecordsAhead records;

  protected UnitFn(Output output) {
    this(output, WorkSlots.UNIT_BYTES);
  }

  /**
   * Work that is counted with more than a worker's own memory.
   *
   * @param memory in bytes, against the budget of {@link WorkSlots}
   */
  protected UnitFn(Output output, long memory) {
    this.output = output;
    this.memory = memory;
    this.finished = new FinishedUnits(output);
  }

  protected final Output output() {
    return output;
  }

  /** Does the work of a shard. */
  protected abstract UnitRecord work(Shard input, int unit, Progress progress) throws Exception;

  /** What a worker reads once for all its units. */
  protected void prepare() throws IOException {}

  @Setup
  public void setUp() throws Exception {
    records =
        UnitWork.prepared(
            output,
            () -> {
              RecordsAhead known = finished.records();
              prepare();
              return known;
            });
  }

  @ProcessElement
  public void process(@Element Shard input, OutputReceiver<WrittenShard> out) throws Exception {
    Progress progress = OutputWork.on(output).progress();
    int unit = input.inputNumber();
    String name = UnitRecords.name(unit);
    UnitWork.result(
            output,
            memory,
            () -> UnitWork.finish(output, name, records, () -> work(input, unit, progress)))
        .kept()
        .forEach(out::output);
  }
}
