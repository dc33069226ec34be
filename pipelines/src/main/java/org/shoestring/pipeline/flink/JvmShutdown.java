package org.shoestring.pipeline.flink;

/** Whether the process is ending. */
public final class JvmShutdown {
  private JvmShutdown() {}

  /**
   * Does not return if the process is ending: what fails while everything is taken down is no
   * failure of its own.
   */
  public static void awaitIfBegun() {
    Thread nothing = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(nothing);
      Runtime.getRuntime().removeShutdownHook(nothing);
    } catch (IllegalStateException e) {
      while (true) {
        try {
          Thread.currentThread().join();
        } catch (InterruptedException again) {
          // The end is near.
        }
      }
    }
  }
}
