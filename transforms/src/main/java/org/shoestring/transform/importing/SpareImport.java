package org.shoestring.transform.importing;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.KV;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.SpareWork;

/**
 * The import of units for workers that have nothing else to do: behind the pieces that are there.
 */
final class SpareImport implements SpareWork<KV<ImportUnit, Map<String, SourceVersion>>> {
  private static final long serialVersionUID = 1;

  private final ImportFn own;
  private final Output output;

  /** Whether the last piece that a unit had was the last one of all, by the number of pieces. */
  private transient Map<String, Boolean> last = new HashMap<>();

  SpareImport(ImportFn own, Output output) {
    this.own = own;
    this.output = output;
  }

  private Object readResolve() {
    return new SpareImport(own, output);
  }

  @Override
  public Output output() {
    return output;
  }

  @Override
  public int pieces(KV<ImportUnit, Map<String, SourceVersion>> unit, Set<String> records) {
    int pieces = 0;
    while (records.contains(UnitRecords.name(unit.getKey().unit(), pieces))) {
      pieces++;
    }
    return pieces;
  }

  /** Reads the record of a piece once: the last one of a unit says that it is. */
  @Override
  public boolean isFinished(KV<ImportUnit, Map<String, SourceVersion>> unit, Set<String> records)
      throws IOException {
    int pieces = pieces(unit, records);
    if (pieces == 0) {
      return false;
    }
    String name = UnitRecords.name(unit.getKey().unit(), pieces - 1);
    Boolean known = last.get(name);
    if (known == null) {
      Optional<UnitRecord> record = output.records().find(name);
      known = record.isPresent() && record.get().isLast();
      last.put(name, known);
    }
    return known;
  }

  @Override
  public void run(KV<ImportUnit, Map<String, SourceVersion>> unit, PipelineOptions options)
      throws Exception {
    List<WrittenShard> unused = own.shards(unit, SpareOptions.of(options), true);
  }
}
