package org.shoestring.transform.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.files.CacheFolder;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.tally.StatisticNumber;
import org.shoestring.metric.tally.SumTally;
import org.shoestring.metric.tally.Tally;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.FinishedRecords;
import org.shoestring.transform.unit.OutputWork;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;

/**
 * From what units left to the table of scores. Sums are in their records; statistics that are not
 * added as numbers are read again.
 */
final class Scores {
  /** The note of a unit's record that holds the sums of one metric's statistics. */
  private static final String SUMS = "sums";

  private Scores() {}

  static List<Tally> tallies(ScoreTable.Job job) {
    Path spills = CacheFolder.spill(job.stores().workFolder());
    return job.metrics().stream().map(spec -> Tally.of(MetricCatalog.bind(spec), spills)).toList();
  }

  /** The notes of a unit: for each metric of sums these. */
  static List<List<String>> notes(List<Tally> tallies) {
    List<List<String>> notes = new ArrayList<>();
    for (SumTally tally : sums(tallies)) {
      List<String> note = new ArrayList<>(List.of(SUMS));
      Arrays.stream(tally.sums()).forEach(value -> note.add(StatisticNumber.text(value)));
      notes.add(note);
    }
    return notes;
  }

  private static List<SumTally> sums(List<Tally> tallies) {
    List<SumTally> sums = new ArrayList<>();
    for (Tally tally : tallies) {
      if (tally instanceof SumTally sum) {
        sums.add(sum);
      }
    }
    return sums;
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
    List<Tally> tallies = tallies(job);
    try (ShardWriter out = output.newShard(ScoreTable.SCORES, 0, 0)) {
      addNotes(sums(tallies), output, records);
      addStatistics(tallies, output, records);
      for (Tally tally : tallies) {
        for (Score score : tally.scores(job.references().size())) {
          out.write(
              TsvRow.of(score.name(), StatisticNumber.text(score.value()), score.signature()));
        }
      }
      UnitRecord record = new UnitRecord(List.of(out.finish()), Map.of(), List.of());
      return finished.keep(name, output.records().finish(name, record));
    } finally {
      tallies.forEach(Tally::close);
    }
  }

  private static void addNotes(List<SumTally> tallies, Output output, List<UnitRecord> records) {
    for (int unit = 0; unit < records.size(); unit++) {
      String name = UnitRecords.name(unit);
      List<double[]> read = new ArrayList<>();
      List<double[]> sums =
          output
              .records()
              .notes(
                  name,
                  records.get(unit),
                  SUMS,
                  tallies.size(),
                  line -> {
                    boolean isKnown = read.size() < tallies.size();
                    double[] amounts = new double[isKnown ? tallies.get(read.size()).size() : 0];
                    line.with(amounts.length);
                    for (int i = 0; i < amounts.length; i++) {
                      amounts[i] = line.amount(i + 1);
                    }
                    read.add(amounts);
                    return amounts;
                  });
      for (int i = 0; i < sums.size(); i++) {
        tallies.get(i).addSums(sums.get(i));
      }
    }
  }

  /** Reads the statistics of all units, if there is a metric whose statistics are no sums. */
  private static void addStatistics(List<Tally> tallies, Output output, List<UnitRecord> records)
      throws IOException {
    if (tallies.stream().allMatch(SumTally.class::isInstance)) {
      return;
    }
    int columns = tallies.stream().mapToInt(Tally::size).sum();
    for (UnitRecord record : records) {
      for (WrittenShard shard : record.shards()) {
        try (RowReader rows = ShardReader.open(output.stores(), shard, output.codec(), columns)) {
          while (rows.next()) {
            add(tallies, rows.row());
          }
        }
      }
    }
  }

  private static void add(List<Tally> tallies, TsvRow row) {
    int field = 0;
    for (Tally tally : tallies) {
      if (!(tally instanceof SumTally)) {
        tally.read(row, field);
        tally.add();
      }
      field += tally.size();
    }
  }
}
