package org.shoestring.transform.unit;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;
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
  private static final int OUTPUTS = 64;

  /** By the folder of the output, the one that was begun last at the end. */
  private static final Map<String, SoftReference<Held>> BY_FOLDER = new LinkedHashMap<>();

  /** Other stores may have an output at the same location. */
  private record Held(Output output, Map<String, UnitRecord> records) {}

  private FinishedRecords() {}

  /** Keeps the record that counts, and returns it. */
  public static UnitRecord keep(Output output, String name, UnitRecord record) {
    synchronized (BY_FOLDER) {
      Held held = held(output);
      if (held == null) {
        held = new Held(output, new HashMap<>());
        BY_FOLDER.remove(output.folder());
        BY_FOLDER.put(output.folder(), new SoftReference<>(held));
      }
      held.records.put(name, record);
      while (BY_FOLDER.size() > OUTPUTS) {
        BY_FOLDER.remove(BY_FOLDER.keySet().iterator().next()); // Its pipeline failed.
      }
    }
    return record;
  }

  /** Those of an output that are here, by name. */
  public static Map<String, UnitRecord> of(Output output) {
    synchronized (BY_FOLDER) {
      Held held = held(output);
      return held == null ? Map.of() : Map.copyOf(held.records);
    }
  }

  private static @Nullable Held held(Output output) {
    SoftReference<Held> reference = BY_FOLDER.get(output.folder());
    Held held = reference == null ? null : reference.get();
    return held != null && held.output.equals(output) ? held : null;
  }

  /** Forgets those of an output, or what a pipeline that failed has left of it. */
  public static void forget(Output output) {
    synchronized (BY_FOLDER) {
      BY_FOLDER.remove(output.folder());
    }
  }
}
