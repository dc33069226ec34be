package org.shoestring.transform;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
import org.shoestring.table.ShardWriter;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** The rejected lines of one unit or piece: counted by reason, and kept with where they stood. */
public final class Rejects implements Closeable {
  /** The place of the column with the number of the input's shard or file. */
  static final int SOURCE = 2;

  /** The place of the column with the line's number there. */
  static final int LINE = 3;

  private static final List<String> COLUMNS = List.of("reason", "detail", "source", "line");

  private final Output output;
  private final int unit;
  private final int piece;
  private final Map<String, Long> reasons = new TreeMap<>();
  private @Nullable ShardWriter writer;

  public Rejects(Output output, int unit, int piece) {
    this.output = output;
    this.unit = unit;
    this.piece = piece;
  }

  /** The columns of rejects of a table: where a line stood, then its fields as they were read. */
  public static Columns columns(List<String> fields) {
    return columns(COLUMNS, fields);
  }

  /** The same with other columns before the fields. */
  public static Columns columns(List<String> before, List<String> fields) {
    List<String> names = new ArrayList<>(before);
    for (String field : fields) {
      names.add(before.contains(field) ? "field_" + field : field);
    }
    return new Columns(names);
  }

  /** A line with these fields before its own. */
  public static TsvRow row(TsvRow fields, String... before) {
    return TsvRow.of(before).append(fields);
  }

  /**
   * Keeps a rejected line.
   *
   * @param source the number of the input's shard or file, counted from 0
   * @param line its number there, counted from 1
   */
  public void add(String reason, String detail, int source, long line, TsvRow fields)
      throws IOException {
    reasons.merge(reason, 1L, Long::sum);
    if (writer == null) {
      writer = output.newShard(TableName.REJECTED, unit, piece);
    }
    writer.write(row(fields, reason, detail, Integer.toString(source), Long.toString(line)));
  }

  /** How many lines were rejected so far. */
  public long count() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> reasons() {
    return reasons;
  }

  /** The record of a unit that kept these lines and rejected those. */
  public static UnitRecord record(WrittenShard kept, Rejects rejects) throws IOException {
    return record(kept, rejects, List.of());
  }

  /** The record of a unit with notes of its stage. */
  public static UnitRecord record(WrittenShard kept, Rejects rejects, List<List<String>> notes)
      throws IOException {
    List<WrittenShard> shards = new ArrayList<>(List.of(kept));
    shards.addAll(rejects.finish());
    return new UnitRecord(shards, rejects.reasons(), notes);
  }

  /** Puts the shard of rejects into the store; an empty one is not written. */
  List<WrittenShard> finish() throws IOException {
    return writer == null ? List.of() : List.of(writer.finish());
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
