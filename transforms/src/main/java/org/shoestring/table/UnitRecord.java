package org.shoestring.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.shoestring.spec.Shown;
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

  private static final Pattern NOTE = Pattern.compile("[a-z][a-z-]{0,39}");

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
    lines().forEach(text::append);
    return text.toString();
  }

  private Stream<String> lines() {
    return Stream.of(
            shards.stream().map(shard -> TsvFormat.line(shard.line())),
            new TreeMap<>(reasons)
                .entrySet().stream()
                    .map(r -> TsvFormat.line(REASON, r.getKey(), r.getValue().toString())),
            notes.stream().map(TsvFormat::line))
        .flatMap(lines -> lines);
  }

  /**
   * Reads a record.
   *
   * @param folder the location of the output
   * @param unit becomes the place of its shards
   * @throws BadDataException if it is not of its form
   */
  static UnitRecord parse(String folder, int unit, FactFile file) {
    List<Shard> shards = new ArrayList<>();
    Map<String, Long> reasons = new TreeMap<>();
    List<List<String>> notes = new ArrayList<>();
    ObjectNames names = new ObjectNames();
    file.forEach(
        line -> {
          switch (line.type()) {
            case Shard.TYPE -> {
              Shard shard = Shard.parse(folder, unit, line);
              names.add(shard.object());
              shards.add(shard);
            }
            case REASON -> reasons.put(line.with(2).word(1), line.count(2));
            default -> notes.add(note(line));
          }
        });
    UnitRecord record = new UnitRecord(shards, reasons, notes);
    file.checkLines(record.lines().iterator());
    return record;
  }

  /** What stands in a note is for the stage that wrote it to check. */
  private static List<String> note(FactLine line) {
    if (!NOTE.matcher(line.type()).matches()) {
      throw new IllegalArgumentException("a line of unknown type " + Shown.quoted(line.type()));
    }
    return line.fields();
  }
}
