package org.shoestring.store.object;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.shoestring.bytes.Interrupts;

/**
 * Moves many objects, several at a time: one connection alone fills neither a network nor a disk,
 * and small objects wait for answers most of the time.
 *
 * <p>One transfer streams: it takes a buffer of 128 KiB, those of its connection, and at most
 * {@link #IN_MEMORY} for an object that is held in memory, 2 MB in all. {@value #AT_ONCE} work for
 * one caller, and {@value #IN_PROCESS} in a process, so that they need 64 MB however many stages
 * copy at the same time.
 */
public final class ParallelTransfers {
  /** A smaller object may be held in memory on its way from one store to another: 1 MiB. */
  public static final int IN_MEMORY = 1 << 20;

  private static final int AT_ONCE = 16;
  private static final int IN_PROCESS = 32;

  private static final Semaphore ROOM = new Semaphore(IN_PROCESS, true);

  private ParallelTransfers() {}

  /**
   * Moves all objects. The first failure stops the others.
   *
   * @return what was said of each, in their order
   */
  public static <N, T> List<T> each(List<N> objects, ParallelRequests.Request<N, T> transfer)
      throws IOException {
    return ParallelRequests.each(objects, object -> inItsRoom(object, transfer), AT_ONCE);
  }

  private static <N, T> T inItsRoom(N object, ParallelRequests.Request<N, T> transfer)
      throws IOException {
    try {
      ROOM.acquire();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped", e);
    }
    try {
      return transfer.of(object);
    } finally {
      ROOM.release();
    }
  }
}
