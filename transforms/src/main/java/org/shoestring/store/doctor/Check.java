package org.shoestring.store.doctor;

import java.io.IOException;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.Attempts;

/**
 * One thing to try.
 *
 * @param needed whether what follows makes no sense if it fails
 */
record Check(String what, boolean needed, Trial trial) {

  /** Tries it. */
  interface Trial {
    /**
     * What came of it.
     *
     * @param what the name of the check
     * @throws IOException if it fails, with what to change
     */
    Finding run(String what) throws IOException;
  }

  static Check needed(String what, Trial trial) {
    return new Check(what, true, trial);
  }

  static Check of(String what, Trial trial) {
    return new Check(what, false, trial);
  }

  /** Tries it, again if it fails for now. */
  Finding run(Attempts attempts) {
    try {
      return attempts.run(what, before -> trial.run(what));
    } catch (StoreException
        | NoSuchObjectException
        | ChangedException
        | TransientException
        | UnsupportedRequestException e) {
      return Finding.fail(what, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Finding.fail(what, e.toString()); // Those of Java say little without their names.
    }
  }
}
