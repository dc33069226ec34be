package org.shoestring.transform;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecord;

/**
 * Which units of an output were finished when a worker began. One listing serves all workers of a
 * pipeline that begin in one process at about the same time, where asking for the record of every
 * unit would cost a request each.
 *
 * <p>A unit that was finished later, elsewhere, is done again, and the first record counts. What
 * must know of every finished unit asks {@link Output} itself.
 */
final class FinishedUnits implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long SHARED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int PIPELINES = 64;

  private static final Map<String, Listing> LISTINGS = new LinkedHashMap<>();

  private final Output output;

  /** Of one pipeline, in whatever process its workers are. */
  private final String pipeline = UUID.randomUUID().toString();

  FinishedUnits(Output output) {
    this.output = output;
  }

  private record Listing(Set<String> names, long nanoTime) {}

  /** The names of the records there are, for a worker that begins now. */
  Set<String> names() throws IOException {
    synchronized (LISTINGS) {
      Listing known = LISTINGS.get(pipeline);
      if (known != null && System.nanoTime() - known.nanoTime() < SHARED_NANOS) {
        return known.names();
      }
      Set<String> names = Set.copyOf(output.recordNames());
      LISTINGS.keySet().stream()
          .limit(Math.max(0, LISTINGS.size() - PIPELINES))
          .toList()
          .forEach(LISTINGS::remove);
      LISTINGS.put(pipeline, new Listing(names, System.nanoTime()));
      return names;
    }
  }

  /** The record of that name, if it is one of {@code names}. */
  Optional<UnitRecord> record(Set<String> names, String name) throws IOException {
    return names.contains(name) ? output.record(name) : Optional.empty();
  }
}
