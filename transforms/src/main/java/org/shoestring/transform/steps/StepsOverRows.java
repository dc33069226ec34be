package org.shoestring.transform.steps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.Spec;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.store.Stores;
import org.shoestring.transform.Rejects;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * Runs rows through a chain of steps: {@link #KEPT} ones, changed or as they were, and {@link
 * #REJECTED} ones, each behind the reason and its detail. Beam counts {@code rows kept} and {@code
 * rows rejected: REASON}.
 */
public final class StepsOverRows extends PTransform<PCollection<TsvRow>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** The rows that go on; their columns are {@link #columns}. */
  public static final TupleTag<TsvRow> KEPT = new TupleTag<>("kept") {};

  /** The rows that were rejected, as they came in; their columns are {@link #rejectedColumns}. */
  public static final TupleTag<TsvRow> REJECTED = new TupleTag<>("rejected") {};

  private final Columns input;
  private final List<Spec> steps;
  private final Columns columns;

  StepsOverRows(Columns input, List<Spec> steps) {
    this.input = input;
    this.steps = List.copyOf(steps);
    this.columns = Chain.ofRows(steps, input, StepList.of(steps)).output();
  }

  /** The columns of kept rows. */
  public Columns columns() {
    return columns;
  }

  /** The columns of rejected rows: {@code reason}, {@code detail}, then those that came in. */
  public Columns rejectedColumns() {
    return Rejects.columns(List.of("reason", "detail"), input.names());
  }

  /**
   * Adds the transform; outputs that steps read are looked for with the stores of the pipeline's
   * options.
   *
   * @throws org.shoestring.spec.UsageException if one of them is not there, or not of its form
   */
  @Override
  public PCollectionTuple expand(PCollection<TsvRow> rows) {
    StepList found;
    try {
      found = StepList.of(steps).in(Stores.of(rows.getPipeline().getOptions()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.apply(
        "StepsOverRow",
        ParDo.of(new StepsFn(input, found)).withOutputTags(KEPT, TupleTagList.of(REJECTED)));
  }

  private static final class StepsFn extends DoFn<TsvRow, TsvRow> {
    private static final long serialVersionUID = 1;
    private static final Counter COUNT_KEPT = Metrics.counter(ApplySteps.class, "rows kept");

    private final Columns input;
    private final StepList steps;
    private transient @Nullable Chain chain;

    StepsFn(Columns input, StepList steps) {
      this.input = input;
      this.steps = steps;
    }

    @ProcessElement
    public void process(@Element TsvRow row, MultiOutputReceiver out) {
      Chain bound = chain;
      if (bound == null) {
        bound = Chain.ofRows(steps.steps(), input, steps);
        chain = bound;
      }
      Verdict verdict = bound.apply(row);
      String reason = verdict.reason();
      TsvRow kept = verdict.row(row);
      if (kept != null) {
        COUNT_KEPT.inc();
        out.get(KEPT).output(kept);
      } else {
        Metrics.counter(ApplySteps.class, "rows rejected: " + reason).inc();
        out.get(REJECTED).output(Rejects.row(row, String.valueOf(reason), verdict.detail()));
      }
    }
  }
}
