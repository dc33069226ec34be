package org.shoestring.cli.screen;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;
import org.shoestring.cli.screen.Screen.Size;

/** The size of a terminal, measured anew when the terminal says that it has changed. */
public final class WatchedSize implements Supplier<Size> {
  private static final Size USUAL = new Size(80, 24);

  private final Screen screen;
  private final boolean watched;
  private volatile boolean changed;
  private Size size;

  /** Measures a terminal. */
  public WatchedSize(Screen screen) {
    this.screen = screen;
    this.watched = onResize(() -> changed = true);
    this.size = screen.size().orElse(USUAL);
  }

  @Override
  public synchronized Size get() {
    if (changed || !watched) {
      changed = false;
      size = screen.size().orElse(size);
    }
    return size;
  }

  /**
   * Has something run whenever the terminal's size changes.
   *
   * @return false where Java cannot tell; the class that can is no part of its standard
   */
  private static boolean onResize(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(task);
      Object handling =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      Object resized = signal.getConstructor(String.class).newInstance("WINCH");
      signal.getMethod("handle", signal, handler).invoke(null, resized, handling);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
