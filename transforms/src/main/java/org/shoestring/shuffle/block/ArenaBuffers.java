package org.shoestring.shuffle.block;

import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers of arenas that have grown to their full size, for the next ones: allocated anew for each
 * shard, arrays of this size would make the heap grow. They are given up when memory is short.
 */
final class ArenaBuffers {
  private static final ConcurrentLinkedDeque<SoftReference<byte[]>> FREE =
      new ConcurrentLinkedDeque<>();

  private ArenaBuffers() {}

  /** A buffer that nobody uses; null if there is none. */
  static byte @Nullable [] take() {
    SoftReference<byte[]> reference;
    while ((reference = FREE.pollFirst()) != null) {
      byte[] buffer = reference.get();
      if (buffer != null) {
        return buffer;
      }
    }
    return null;
  }

  /** Takes back a buffer that its user does not touch again. */
  static void giveBack(byte[] buffer) {
    FREE.addFirst(new SoftReference<>(buffer));
  }
}
