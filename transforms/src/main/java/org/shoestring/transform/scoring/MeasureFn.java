package org.shoestring.transform.scoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SegmentLimit;
import org.shoestring.metric.tally.SumTally;
import org.shoestring.metric.tally.Tally;
import org.shoestring.table.Output;
import org.shoestring.table.ShardReader;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.transform.unit.UnitFn;
import org.shoestring.tsv.RowReader;
import org.shoestring.worker.Progress;

/** The statistics of the segments of one shard of hypotheses, and their sums. */
final class MeasureFn extends UnitFn {
  private static final long serialVersionUID = 1;

  private final ScoreTable.Job job;
  private transient List<Table> references = List.of();

  MeasureFn(ScoreTable.Job job, Output output) {
    super(output);
    this.job = job;
  }

  /** Reads the manifests of the references, once for all shards of this worker. */
  @Override
  protected void prepare() throws IOException {
    List<Table> tables = new ArrayList<>();
    for (ScoreTable.TextColumn reference : job.references()) {
      tables.add(Table.in(reference.stores(), reference.folder(), reference.table()));
    }
    references = tables;
  }

  @Override
  protected UnitRecord work(Shard shard, int unit, Progress progress) throws Exception {
    List<Tally> tallies = Scores.tallies(job);
    List<TableReader> readers = new ArrayList<>();
    try (RowReader hypotheses = ShardReader.open(job.stores(), shard, job.codec(), job.columns());
        ShardWriter statistics = output().newShard(ScoreTable.STATISTICS, unit, 0)) {
      for (Table reference : references) {
        readers.add(reference.rows(job.firstLines()[unit]));
      }
      StringBuilder line = new StringBuilder();
      while (hypotheses.next()) {
        Segment segment = segment(hypotheses, readers);
        SegmentLimit.check(segment, hypotheses::where);
        line.setLength(0);
        try {
          measure(segment, tallies, line);
        } catch (BadDataException e) {
          throw new BadDataException(hypotheses.where() + ": " + e.getMessage(), e);
        }
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        statistics.write(bytes, 0, bytes.length);
      }
      progress.addBytes(shard.compressed());
      progress.addLines(shard.lines(), shard.lines());
      return new UnitRecord(List.of(statistics.finish()), Map.of(), Scores.notes(tallies));
    } finally {
      tallies.forEach(Tally::close);
      for (TableReader reader : readers) {
        reader.close();
      }
    }
  }

  private static void measure(Segment segment, List<Tally> tallies, StringBuilder line) {
    for (int i = 0; i < tallies.size(); i++) {
      tallies.get(i).measure(segment);
      if (tallies.get(i) instanceof SumTally sums) {
        sums.add();
      }
      line.append(i == 0 ? "" : "\t");
      tallies.get(i).append(line);
    }
  }

  private Segment segment(RowReader hypotheses, List<TableReader> readers) throws Exception {
    List<String> texts = new ArrayList<>(readers.size());
    for (int i = 0; i < readers.size(); i++) {
      if (!readers.get(i).next()) {
        throw new BadDataException(
            job.references().get(i).folder()
                + ": has fewer lines than the text to score; both need the same number of lines");
      }
      texts.add(readers.get(i).row().text(job.references().get(i).column()));
    }
    return new Segment(hypotheses.row().text(job.column()), texts);
  }
}
