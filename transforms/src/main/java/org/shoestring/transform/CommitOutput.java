package org.shoestring.transform;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.shuffle.block.Spill;
import org.shoestring.table.Commit;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.worker.StopSignal;

/**
 * The last transform of a stage: when all units have left their records, makes the output exist.
 * Safe to repeat. The number of shards that were waited for comes out. With {@code
 * --blockExchange=localFiles} it closes the file in which the output's lines were moved; that of an
 * output without a commit takes space until the process ends.
 */
public final class CommitOutput extends PTransform<PCollection<WrittenShard>, PCollection<Long>> {
  private static final long serialVersionUID = 1;

  private final Commit commit;

  private CommitOutput(Commit commit) {
    this.commit = commit;
  }

  public static CommitOutput of(Commit commit) {
    return new CommitOutput(commit);
  }

  @Override
  public PCollection<Long> expand(PCollection<WrittenShard> finished) {
    OutputWork.on(commit.output()).forgetRecords(); // Somebody may have removed them since.
    return finished
        .apply("AwaitAllUnits", Count.globally())
        .apply("CreateManifest", ParDo.of(new CommitFn(commit)));
  }

  private static final class CommitFn extends DoFn<Long, Long> {
    private static final long serialVersionUID = 1;

    private final Commit commit;

    CommitFn(Commit commit) {
      this.commit = commit;
    }

    @ProcessElement
    public void process(@Element Long shards, PipelineOptions options, OutputReceiver<Long> out)
        throws Exception {
      OutputWork work = OutputWork.on(commit.output());
      try (StopSignal.Registration stopped = work.stop().enter()) {
        var unused = commit.run(work.records().all());
      }
      work.forget();
      Spill.remove(OutputBlocks.of(options, commit.output()));
      out.output(shards);
    }
  }
}
