package org.shoestring.transform.unit;

import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
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

  /** Whether spare workers may do a unit that is at work here. */
  protected boolean allowsSpares() {
    return true;
  }

  /** Ends what was begun for several shards. */
  protected void end() throws Exception {}

  /** The same work for workers that have nothing else to do. */
  public final SpareWork<Shard> spare() {
    return new Spare(this);
  }

  private static final class Spare extends SpareShardWork {
    private static final long serialVersionUID = 1;

    private final UnitFn own;
    private transient boolean prepared;

    Spare(UnitFn own) {
      super(own.output, own.memory);
      this.own = own;
    }

    @Override
    protected UnitRecord work(Shard shard, PipelineOptions options) throws Exception {
      return own.work(shard, shard.inputNumber(), OutputWork.on(own.output).progress());
    }

    @Override
    public void run(Shard shard, PipelineOptions options) throws Exception {
      if (!prepared) {
        own.prepare();
        prepared = true;
      }
      super.run(shard, options);
    }

    @Override
    public void end() throws Exception {
      own.end();
    }
  }

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
  public void process(
      @Element Shard input, PipelineOptions options, OutputReceiver<WrittenShard> out)
      throws Exception {
    Progress progress = OutputWork.on(output).progress();
    int unit = input.inputNumber();
    String name = UnitRecords.name(unit);
    UnitWork.result(
            output,
            memory,
            () -> {
              UnitWork.Unit mine = () -> work(input, unit, progress);
              return allowsSpares()
                  ? UnitWork.finish(output, name, records, mine, SpareOptions.of(options))
                  : UnitWork.finish(output, name, records, mine);
            })
        .kept()
        .forEach(out::output);
  }
}
