package org.shoestring.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Interrupts;

/**
 * A value that the threads of a process load once and share. It is dropped when no step holds it,
 * and all are with the class that makes them.
 */
final class SharedValue {
  private static final ClassValue<Map<String, WeakReference<SharedValue>>> VALUES =
      new ClassValue<>() {
        @Override
        protected Map<String, WeakReference<SharedValue>> computeValue(Class<?> owner) {
          return new HashMap<>();
        }
      };

  private final ReentrantLock loading = new ReentrantLock();
  private @Nullable Object held;

  private SharedValue() {}

  /** The value of an owner that has this key. */
  static SharedValue of(Class<?> owner, String key) {
    Map<String, WeakReference<SharedValue>> values = VALUES.get(owner);
    synchronized (values) {
      values.values().removeIf(value -> value.get() == null);
      WeakReference<SharedValue> known = values.get(key);
      SharedValue value = known == null ? null : known.get();
      if (value == null) {
        value = new SharedValue();
        values.put(key, new WeakReference<>(value));
      }
      return value;
    }
  }

  /**
   * The value; loaded by the first that asks, while others wait. If that fails, the next tries.
   *
   * @throws InterruptedIOException if a thread that waits is interrupted
   */
  <T> T get(Loaded.Source<T> source) throws IOException {
    try {
      loading.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interrupts.stopped("stopped while an output was loaded", e);
    }
    try {
      @SuppressWarnings("unchecked") // What has the same key is of the same type.
      T known = (T) held;
      if (known == null) {
        known =
            Objects.requireNonNull(
                source.load(), "it returned null for the output; it must return a value");
        held = known;
      }
      return known;
    } finally {
      loading.unlock();
    }
  }
}
