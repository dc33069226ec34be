package org.shoestring.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shoestring.tsv.TsvFormat;

/**
 * What one finished unit of work leaves in {@code _parts}: the shards of all its tables, how many
 * lines it rejected for which reason, and typed notes of its stage.
 *
 * @param notes lines of any other type, the type first
 */
public record UnitRecord(List<Shard> shards, Map<String, Long> reasons, List<List<String>> notes) {
  static final String REASON = "reason";

  /** The note in the record of a unit's last piece. */
  public static final String END = "end";

  public UnitRecord {
    shards = List.copyOf(shards);
    reasons = Map.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /** The shard of a table; the unit must have left exactly one there. */
  public Shard shard(String table) {
    List<Shard> found = shards.stream().filter(shard -> shard.table().equals(table)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " shards of table " + table + " in a record");
    }
    return found.get(0);
  }

  /** The shards that the next transform works on: all but rejects. */
  public List<Shard> kept() {
    return shards.stream().filter(shard -> !shard.table().equals(Table.REJECTED)).toList();
  }

  /** The notes of a type, without the type. */
  public List<List<String>> notes(String type) {
    return notes.stream()
        .filter(note -> note.get(0).equals(type))
        .map(note -> note.subList(1, note.size()))
        .toList();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    shards.forEach(shard -> text.append(TsvFormat.line(shard.line())));
    new TreeMap<>(reasons)
        .forEach((token, count) -> text.append(TsvFormat.line(REASON, token, count.toString())));
    notes.forEach(note -> text.append(TsvFormat.line(note)));
    return text.toString();
  }

  /** Reads a record; {@code unit} becomes the place of its shards. */
  static UnitRecord parse(String folder, int unit, String text) {
    List<Shard> shards = new ArrayList<>();
    Map<String, Long> reasons = new TreeMap<>();
    List<List<String>> notes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      List<String> fields = TsvFormat.fields(line);
      switch (fields.get(0)) {
        case Shard.TYPE -> shards.add(Shard.parse(folder, unit, fields));
        case REASON -> reasons.merge(fields.get(1), Long.valueOf(fields.get(2)), Long::sum);
        default -> notes.add(fields);
      }
    }
    return new UnitRecord(shards, reasons, notes);
  }
}
