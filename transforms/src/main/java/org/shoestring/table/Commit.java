package org.shoestring.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;
import org.shoestring.spec.Shown;
import org.shoestring.table.record.CommittedShard;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;

/**
 * Makes an output of tables exist, from the records of its units alone.
 *
 * @param tables the columns of each table by its name, in the manifest's order
 * @param units how many units of work there were
 * @param others the names of records that belong to no unit
 * @param maxRejected the most rejected lines that are allowed
 */
public record Commit(
    Output output,
    Recipe recipe,
    Map<String, Columns> tables,
    int units,
    List<String> others,
    long maxRejected)
    implements Serializable {

  public Commit {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    others = List.copyOf(others);
  }

  /** A commit of units alone, with any number of rejected lines. */
  public static Commit of(Output output, Recipe recipe, Map<String, Columns> tables, int units) {
    return new Commit(output, recipe, tables, units, List.of(), Long.MAX_VALUE);
  }

  /** This commit with another record. */
  public Commit with(String other) {
    List<String> more = new ArrayList<>(others);
    more.add(other);
    return new Commit(output, recipe, tables, units, more, maxRejected);
  }

  /** This commit, failing if more lines were rejected. */
  public Commit allowing(long rejected) {
    return new Commit(output, recipe, tables, units, others, rejected);
  }

  /**
   * Creates the manifest; safe to repeat.
   *
   * @return the manifest that counts
   * @throws BadDataException if too many lines were rejected
   */
  public Manifest run() throws IOException {
    return run(Map.of());
  }

  /**
   * The same without reading records that are known.
   *
   * @param known records that count, by name
   */
  public Manifest run(Map<String, UnitRecord> known) throws IOException {
    List<UnitRecord> records = new ArrayList<>(output.records().all(units, known));
    for (String other : others) {
      UnitRecord record = known.get(other);
      records.add(record == null ? output.records().get(other) : record);
    }
    Map<String, Long> reasons = new TreeMap<>();
    for (UnitRecord record : records) {
      record.reasons().forEach((token, count) -> reasons.merge(token, count, Long::sum));
    }
    List<WrittenShard> shards = new ArrayList<>();
    for (String table : tables.keySet()) {
      for (UnitRecord record : records) {
        record.shards().stream().filter(shard -> shard.table().equals(table)).forEach(shards::add);
      }
    }
    for (UnitRecord record : records) {
      for (Shard shard : record.shards()) {
        if (!tables.containsKey(shard.table())) {
          throw DamagedOutput.error(
              output.stores(),
              output.folder(),
              output.folder()
                  + "/_parts: a record has a shard of table "
                  + Shown.quoted(shard.table())
                  + ", but the tables here are "
                  + String.join(", ", tables.keySet()),
              null);
        }
      }
    }
    Manifest manifest =
        new Manifest(
            recipe, output.codec(), tables, CommittedShard.inOrder(shards), reasons, List.of());
    checkRejected(manifest);
    return output.commit(manifest);
  }

  private void checkRejected(Manifest manifest) throws IOException {
    long rejected = manifest.reasons().values().stream().mapToLong(Long::longValue).sum();
    if (rejected <= maxRejected) {
      return;
    }
    int columns = tables.getOrDefault(TableName.REJECTED, Columns.of("reason")).size();
    String first = "";
    Optional<CommittedShard> shard = manifest.shards(TableName.REJECTED).stream().findFirst();
    if (shard.isPresent()) {
      try (RowReader rows =
          ShardReader.open(output.stores(), shard.get(), output.codec(), columns)) {
        rows.next();
        first = "; the first is (reason, detail, source, line, text): " + shown(rows.row());
      }
    }
    throw new BadDataException(
        "found "
            + Plural.of(rejected, "bad line")
            + ", but max-bad-lines is "
            + maxRejected
            + first
            + "; correct the source, or raise max-bad-lines");
  }

  private static String shown(TsvRow row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> Shown.cut(row.text(i)))
        .collect(Collectors.joining(", "));
  }
}
