package org.shoestring.transform.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.spec.Decimals;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.unit.FinishedRecords;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.tsv.TsvRow;

/** From the sums that units left in their records to the table of scores. */
final class Scores {
  /** The note of a unit's record that holds the sums of one metric's statistics. */
  private static final String SUMS = "sums";

  private Scores() {}

  /** The notes of a unit: for each metric its sums. */
  static List<List<String>> notes(List<double[]> sums) {
    List<List<String>> notes = new ArrayList<>();
    for (double[] sum : sums) {
      List<String> note = new ArrayList<>(List.of(SUMS));
      Arrays.stream(sum).forEach(value -> note.add(number(value)));
      notes.add(note);
    }
    return notes;
  }

  /** A number that reads back as itself, without an exponent; whole ones without a point. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      return Long.toString((long) value);
    }
    return Double.isFinite(value)
        ? Decimals.shortest(value).toPlainString()
        : Double.toString(value);
  }

  /** The sums that a unit left, by metric. */
  private static List<double[]> sums(
      ScoreTable.Job job, Output output, String name, UnitRecord record) {
    List<Integer> sizes =
        job.metrics().stream().map(m -> MetricCatalog.bind(m).statistics().size()).toList();
    List<double[]> read = new ArrayList<>();
    return output
        .records()
        .notes(
            name,
            record,
            SUMS,
            sizes.size(),
            line -> {
              double[] sums = new double[read.size() < sizes.size() ? sizes.get(read.size()) : 0];
              line.with(sums.length);
              for (int i = 0; i < sums.length; i++) {
                sums[i] = line.amount(i + 1);
              }
              read.add(sums);
              return sums;
            });
  }

  /** Writes the scores, unless a record says that this is done. */
  static UnitRecord addUp(ScoreTable.Job job, Output output) throws IOException {
    String name = ScoreTable.SCORES_RECORD;
    FinishedRecords finished = OutputWork.on(output).records();
    Optional<UnitRecord> done = output.records().find(name);
    if (done.isPresent()) {
      return finished.keep(name, done.get());
    }
    List<UnitRecord> records = output.records().all(job.firstLines().length, finished.all());
    List<List<double[]>> units = new ArrayList<>();
    for (UnitRecord record : records) {
      units.add(sums(job, output, UnitRecords.name(units.size()), record));
    }
    try (ShardWriter out = output.newShard(ScoreTable.SCORES, 0, 0)) {
      for (int i = 0; i < job.metrics().size(); i++) {
        Metric metric = MetricCatalog.bind(job.metrics().get(i));
        double[] sums = new double[metric.statistics().size()];
        for (List<double[]> unit : units) {
          for (int j = 0; j < sums.length; j++) {
            sums[j] += unit.get(i)[j];
          }
        }
        Score score = metric.score(sums, job.references().size());
        out.write(TsvRow.of(score.name(), number(score.value()), score.signature()));
      }
      UnitRecord record = new UnitRecord(List.of(out.finish()), Map.of(), List.of());
      return finished.keep(name, output.records().finish(name, record));
    }
  }
}
