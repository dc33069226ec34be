package org.shoestring.transform.scoring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.spec.Spec;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.transform.unit.SpareWork;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;

/**
 * Scores a table of hypotheses against columns of references, aligned by line number: the
 * statistics of each segment in {@code statistics}, and in {@code scores} a line a metric.
 */
public final class ScoreTable
    extends PTransform<PCollection<? extends Shard>, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  /** The table of scores. */
  public static final String SCORES = "scores";

  /** The table of each segment's statistics. */
  public static final String STATISTICS = "statistics";

  /** The name of the record of the scores, which belong to no unit. */
  public static final String SCORES_RECORD = "scores";

  private static final Columns SCORE_COLUMNS = Columns.of("metric", "score", "signature");

  private final Job job;
  private final Output output;

  private ScoreTable(Job job, Output output) {
    this.job = job;
    this.output = output;
  }

  /**
   * A column of a table.
   *
   * @param stores what opens that of its folder
   * @param folder of the table's output
   */
  record TextColumn(Stores stores, String folder, String table, int column)
      implements Serializable {}

  /**
   * What is scored.
   *
   * @param stores what opens those of the hypotheses
   * @param firstLines the line of the whole table that each hypothesis shard starts with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Job(
      List<Spec> metrics,
      Stores stores,
      Codec codec,
      int columns,
      int column,
      long[] firstLines,
      List<TextColumn> references)
      implements Serializable {}

  /** A column of a table as hypotheses or references. */
  public record Text(Table table, int column) {}

  /**
   * The metrics over the shards of the hypotheses' table.
   *
   * @throws BadDataException if a reference has another number of lines
   */
  public static ScoreTable of(
      List<Spec> metrics, Text hypotheses, List<Text> references, Output output) {
    Table table = hypotheses.table();
    List<TextColumn> columns = new ArrayList<>();
    checkLines(hypotheses, references);
    for (Text reference : references) {
      columns.add(
          new TextColumn(
              reference.table().stores(),
              reference.table().folder(),
              reference.table().name(),
              reference.column()));
    }
    long[] firstLines = new long[table.shards().size()];
    for (int i = 1; i < firstLines.length; i++) {
      firstLines[i] = firstLines[i - 1] + table.shards().get(i - 1).lines();
    }
    Job job =
        new Job(
            List.copyOf(metrics),
            table.stores(),
            table.manifest().codec(),
            table.columns().size(),
            hypotheses.column(),
            firstLines,
            columns);
    return new ScoreTable(job, output);
  }

  /** The work on single shards, for workers that have nothing else to do. */
  public SpareWork<Shard> spare() {
    return new MeasureFn(job, output).spare();
  }

  /**
   * Compares the numbers of lines.
   *
   * @throws BadDataException if a reference has another one than the hypotheses
   */
  public static void checkLines(Text hypotheses, List<Text> references) {
    Table table = hypotheses.table();
    for (Text reference : references) {
      if (reference.table().lines() != table.lines()) {
        throw new BadDataException(
            name(table)
                + " has "
                + table.lines()
                + " lines, but the reference "
                + name(reference.table())
                + " has "
                + reference.table().lines()
                + "; both need the same number of lines");
      }
    }
  }

  private static String name(Table table) {
    return table.folder() + (table.name().equals(TableName.MAIN) ? "" : "/" + table.name());
  }

  /** The tables that come out. */
  public static Map<String, Columns> tables(List<Spec> metrics) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put(SCORES, SCORE_COLUMNS);
    tables.put(STATISTICS, statistics(metrics));
    return tables;
  }

  /**
   * A column a statistic: {@code bleu_hyp-len}; of a metric that is there twice, {@code bleu2_}.
   */
  private static Columns statistics(List<Spec> metrics) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Spec spec : metrics) {
      Metric metric = MetricCatalog.bind(spec);
      int count = seen.merge(spec.name(), 1, Integer::sum);
      String prefix = spec.name() + (count == 1 ? "" : count + "") + "_";
      metric.statistics().forEach(statistic -> names.add(prefix + statistic));
    }
    return new Columns(names);
  }

  @Override
  public PCollection<WrittenShard> expand(PCollection<? extends Shard> hypotheses) {
    return hypotheses
        .apply("MeasureShard", ParDo.of(new MeasureFn(job, output)))
        .apply("AwaitStatistics", Count.globally())
        .apply("AddUp", ParDo.of(new AddUpFn(job, output)));
  }

  /** Adds the sums of all units, in order, and writes the scores. */
  private static final class AddUpFn extends DoFn<Long, WrittenShard> {
    private static final long serialVersionUID = 1;

    private final Job job;
    private final Output output;

    AddUpFn(Job job, Output output) {
      this.job = job;
      this.output = output;
    }

    @ProcessElement
    public void process(OutputReceiver<WrittenShard> out) throws Exception {
      UnitRecord record;
      try (StopSignal.Registration stopped = OutputWork.on(output).stop().enter()) {
        record = Scores.addUp(job, output);
      }
      record.shards().forEach(out::output);
    }
  }
}
