package org.shoestring.store.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.shoestring.bytes.Interrupts;

/**
 * A small object of which every process that creates it learns whether its own content counts.
 * Where a store cannot create conditionally, the last of several writers counts, and who wrote at
 * the same moment is seen after a while.
 */
public final class CreateIfAbsent {
  private static final long SETTLE_MILLIS = 2000;

  private CreateIfAbsent() {}

  /** Creates the object, and returns whether it has this content by our doing. */
  public static boolean create(ObjectStore store, String name, byte[] content) throws IOException {
    if (!store.create(name, content)) {
      return false;
    }
    if (store.createsConditionally()) {
      return true;
    }
    try {
      Thread.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      throw Interrupts.stopped("interrupted", e);
    }
    try (InputStream in = store.open(name)) {
      return Arrays.equals(in.readAllBytes(), content);
    } catch (NoSuchObjectException e) {
      return false;
    }
  }
}
