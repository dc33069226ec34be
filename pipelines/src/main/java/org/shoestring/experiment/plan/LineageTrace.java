package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Lineage.InputLine;
import org.shoestring.experiment.Lineage.Origin;
import org.shoestring.experiment.Lineage.SourceLines;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.StageContext;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.record.Layout;
import org.shoestring.transform.importing.ImportedLines.SourceLine;

/** Goes back from a line of any table, stage by stage, to the lines of source files it was. */
public final class LineageTrace {
  private final StageContext context;
  private final Map<String, Lineage> lineages = new HashMap<>();

  LineageTrace(StageContext context) {
    this.context = context;
  }

  /**
   * A table on the way.
   *
   * @param table as references name it
   * @param line its number there, counted from 1
   */
  public record Step(String table, long line) {}

  /** The way of one line: the tables from the one asked for on, and what it was at first. */
  public record Way(List<Step> steps, List<SourceLine> sources) {
    public Way {
      steps = List.copyOf(steps);
      sources = List.copyOf(sources);
    }
  }

  /**
   * The way back of a line.
   *
   * @param line counted from 1
   * @throws UsageException if there is no such line, or a stage on the way has no lines to follow
   */
  public Way back(Reference table, long line) throws IOException {
    long lines = context.table(table).lines();
    if (line < 1 || line > lines) {
      throw new UsageException(
          table.where()
              + ": there is no line "
              + line
              + (lines == 0 ? "; the table is empty" : "; the lines are 1 to " + lines));
    }
    List<Step> steps = new ArrayList<>();
    Reference at = table;
    long number = line - 1;
    while (true) {
      steps.add(new Step(at.output(), number + 1));
      Origin origin = lineage(at.stage()).of(at.table(), number);
      if (origin instanceof SourceLines sources) {
        return new Way(steps, sources.lines());
      }
      InputLine input = (InputLine) origin;
      at = input.input();
      number = input.line();
    }
  }

  /**
   * The number in a whole table of a line of one of its shards.
   *
   * @param shard counted from 0
   * @param line of the shard, counted from 1; so is the result
   * @throws UsageException if there is no such shard, or no such line in it
   */
  public long lineOfShard(Reference reference, int shard, long line) {
    Table table = context.table(reference);
    int shards = table.shards().size();
    if (shard < 0 || shard >= shards) {
      throw new UsageException(
          reference.where()
              + ": there is no shard "
              + shard
              + "; the shards are 0 to "
              + (shards - 1));
    }
    long lines = table.shards().get(shard).lines();
    if (line < 1 || line > lines) {
      throw new UsageException(
          reference.where()
              + ": there is no line "
              + line
              + " in shard "
              + shard
              + "; its lines are 1 to "
              + lines);
    }
    return Layout.ofShards(table.shards()).firstLine(shard) + line;
  }

  private Lineage lineage(String stage) throws IOException {
    Lineage known = lineages.get(stage);
    if (known == null) {
      known = context.experiment().stage("where", stage).lineage(context);
      lineages.put(stage, known);
    }
    return known;
  }
}
