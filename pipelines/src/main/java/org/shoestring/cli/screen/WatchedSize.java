package org.shoestring.cli.screen;

import java.util.function.Supplier;
import org.shoestring.cli.screen.Screen.Size;
import org.shoestring.pipeline.process.SystemSignals;

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
    this.watched = SystemSignals.handle("WINCH", () -> changed = true);
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
}
