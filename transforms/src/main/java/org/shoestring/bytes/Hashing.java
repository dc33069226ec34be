package org.shoestring.bytes;

import java.security.MessageDigest;
import java.util.concurrent.Semaphore;

/**
 * Hashes blocks in no more threads at once than there are processors. More would gain nothing, and
 * would take the processors from Java's compiler: until it has come to the hash, which is slow
 * before that, copies in many threads of a young process took three times as long.
 */
public final class Hashing {
  private static final Semaphore PROCESSORS =
      new Semaphore(Runtime.getRuntime().availableProcessors());

  /** Less than this is no work. */
  private static final int SMALL = 1 << 14;

  private Hashing() {}

  /** Adds bytes to a hash. */
  public static void update(MessageDigest hash, byte[] bytes, int from, int count) {
    if (count < SMALL) {
      hash.update(bytes, from, count);
      return;
    }
    PROCESSORS.acquireUninterruptibly();
    try {
      hash.update(bytes, from, count);
    } finally {
      PROCESSORS.release();
    }
  }
}
