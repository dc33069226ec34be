package org.shoestring.table.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
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
public record UnitRecord(
    List<WrittenShard> shards, Map<String, Long> reasons, List<List<String>> notes) {
  static final String REASON = "reason";

  /** The note in the record of a unit's last piece. */
  public static final String END = "end";

  private static final Pattern NOTE = Pattern.compile("[a-z][a-z-]{0,39}");

  public UnitRecord {
    shards = List.copyOf(shards);
    reasons = Map.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /** The shards that the next transform works on: all but rejects. */
  public List<WrittenShard> kept() {
    return shards.stream().filter(shard -> !shard.table().equals(TableName.REJECTED)).toList();
  }

  /** Whether it is the record of a unit's last piece. */
  public boolean isLast() {
    return notes.contains(List.of(END));
  }

  /** How many lines were rejected. */
  public long rejected() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Reads the notes of a type.
   *
   * @param where the record lies, for messages
   * @param reader of one note; throws an {@link IllegalArgumentException} if it is wrong
   */
  public <T> List<T> notes(FactFile where, String type, Function<FactLine, T> reader) {
    List<T> read = new ArrayList<>();
    for (int i = 0; i < notes.size(); i++) {
      if (notes.get(i).get(0).equals(type)) {
        try {
          read.add(reader.apply(FactLine.of(notes.get(i))));
        } catch (IllegalArgumentException e) {
          int line = shards.size() + reasons.size() + i + 1;
          throw where.wrong(line, String.valueOf(e.getMessage()));
        }
      }
    }
    return read;
  }

  /** The record as it is stored. */
  public String text(String name) {
    StringBuilder text = new StringBuilder();
    lines().forEach(text::append);
    return FactFile.sealed(name, text.toString());
  }

  private Stream<String> lines() {
    return Stream.of(
            shards.stream().map(shard -> TsvFormat.line(shard.facts().line())),
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
   * @param name of the record
   * @throws BadDataException if it is not of its form
   */
  public static UnitRecord parse(String folder, String name, FactFile file) {
    List<WrittenShard> shards = new ArrayList<>();
    Map<String, Long> reasons = new TreeMap<>();
    List<List<String>> notes = new ArrayList<>();
    ObjectNames names = new ObjectNames();
    AtomicLong sum = new AtomicLong(); // All sums of such counts are numbers, too.
    FactFile body = file.unsealed();
    body.forEach(
        line -> {
          switch (line.type()) {
            case ShardFacts.TYPE -> {
              WrittenShard shard = new WrittenShard(ShardFacts.parse(folder, line));
              names.add(shard.object());
              shards.add(shard);
              sum.set(Math.addExact(sum.get(), Math.addExact(shard.lines(), shard.raw())));
            }
            case REASON -> {
              reasons.put(line.with(2).word(1), line.count(2));
              sum.set(Math.addExact(sum.get(), line.count(2)));
            }
            case END -> notes.add(line.with(0).fields());
            default -> notes.add(note(line));
          }
        });
    UnitRecord record = new UnitRecord(shards, reasons, notes);
    body.checkLines(record.lines().iterator());
    file.checkSeal(name);
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
