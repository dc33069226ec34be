package org.shoestring.transform.unit;

import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shoestring.table.Output;

/**
 * Which units of an output were finished when a worker began. One listing serves all workers of a
 * pipeline that begin in one process at about the same time, where asking for the record of every
 * unit would cost a request each; they share what {@link RecordsAhead} has read, too.
 *
 * <p>A unit that was finished later, elsewhere, is done again, and the first record counts. What
 * must know of every finished unit asks {@link Output} itself.
 */
public final class FinishedUnits implements Serializable {
  private static final long serialVersionUID = 1;

  private static final Duration SHARED = Duration.ofSeconds(10);

  /**
   * By pipeline. What keeps a listing keeps the clients of its stores, and a thread that closes
   * those when nobody has them keeps the class loader of the job; so this does not keep it for
   * good.
   */
  private static final RecentEntries<String, SoftReference<Listing>> LISTINGS =
      new RecentEntries<>();

  private final Output output;

  /** Of one pipeline, in whatever process its workers are. */
  private final String pipeline = UUID.randomUUID().toString();

  public FinishedUnits(Output output) {
    this.output = output;
  }

  /** A listing that the workers of one pipeline in this process share. */
  private static final class Listing {
    private @Nullable RecordsAhead listed;

    synchronized RecordsAhead records(Output output) throws IOException {
      RecordsAhead known = listed;
      if (known == null || known.age().compareTo(SHARED) >= 0) {
        known = RecordsAhead.list(output);
        listed = known;
      }
      return known;
    }
  }

  /** The records there are, for a worker that begins now. */
  public RecordsAhead records() throws IOException {
    return listing().records(output);
  }

  private Listing listing() {
    synchronized (LISTINGS) {
      SoftReference<Listing> known = LISTINGS.get(pipeline);
      Listing listing = known == null ? null : known.get();
      if (listing == null) {
        listing = new Listing();
        LISTINGS.put(pipeline, new SoftReference<>(listing));
      }
      return listing;
    }
  }
}
