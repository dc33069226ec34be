package org.shoestring.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.table.removal.Removal;

/**
 * What the user is told of an output of which something is missing or altered: what to do about it.
 * An output of a workspace is never to be deleted by hand, as {@link Removal} explains.
 */
public final class DamagedOutput {
  private DamagedOutput() {}

  /**
   * The error of something that is missing or altered in an output. The folder is looked at: where
   * {@code gc} has removed the output meanwhile, nothing was damaged.
   *
   * @param folder the location of the output
   * @param what is wrong, with where it is
   */
  public static BadDataException error(
      Stores stores, String folder, String what, @Nullable Throwable cause) {
    try {
      if (Removal.of(stores.at(folder), "").state() == Removal.State.GIVEN_UP) {
        return new BadDataException(
            what + "; gc removed this output while it was read: run the command again", cause);
      }
    } catch (IOException | RuntimeException e) {
      BadDataException error = new BadDataException(what + "; " + OutputFolder.cure(folder), cause);
      error.addSuppressed(e); // What failed first is told; this was to find the better cure.
      return error;
    }
    return new BadDataException(what + "; " + OutputFolder.cure(folder), cause);
  }
}
