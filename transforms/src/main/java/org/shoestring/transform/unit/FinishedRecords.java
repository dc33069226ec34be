package org.shoestring.transform.unit;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import org.shoestring.table.record.UnitRecord;

/**
 * The records of units that workers of this process finished, or found finished, until the commit,
 * which reads only those that it does not find here: of workers elsewhere, or where memory was
 * short, since Java drops these before it runs out. A record is about 1 KB a shard.
 *
 * <p>They do not come as elements: the DirectRunner copies all elements of a group for each that
 * joins it.
 */
public final class FinishedRecords {
  private SoftReference<Map<String, UnitRecord>> held = new SoftReference<>(new HashMap<>());

  FinishedRecords() {}

  /** Keeps the record that counts, and returns it. */
  public synchronized UnitRecord keep(String name, UnitRecord record) {
    Map<String, UnitRecord> records = held.get();
    if (records == null) {
      records = new HashMap<>();
      held = new SoftReference<>(records);
    }
    records.put(name, record);
    return record;
  }

  /** Those that are here, by name. */
  public synchronized Map<String, UnitRecord> all() {
    Map<String, UnitRecord> records = held.get();
    return records == null ? Map.of() : Map.copyOf(records);
  }

  synchronized void forget() {
    held = new SoftReference<>(new HashMap<>());
  }
}
