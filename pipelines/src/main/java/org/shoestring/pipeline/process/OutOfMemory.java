package org.shoestring.pipeline.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.shoestring.worker.ChildProcesses;

/** Ends the process: after an OutOfMemoryError a runner may wait for its lost worker for ever. */
public final class OutOfMemory {
  private static final OutputStream STDERR = new FileOutputStream(FileDescriptor.err);

  /** Ready beforehand: there may be no memory left for a better one. */
  private static final byte[] MESSAGE = message("").getBytes(StandardCharsets.UTF_8);

  /** How long a message and the end of programs may take: nobody may read it. */
  private static final long PRINT_MILLIS = 1000;

  private static final Thread HALT = new Thread(OutOfMemory::haltLater, "halt");
  private static final AtomicBoolean HALTS = new AtomicBoolean();

  static {
    HALT.setDaemon(true);
  }

  private OutOfMemory() {}

  /**
   * Ends the process from now on also at an OutOfMemoryError that nobody catches, and at one that
   * somebody only logs, as the DirectRunner does before it waits for ever.
   */
  public static void watch() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> {
          if (error instanceof OutOfMemoryError outOfMemory) {
            halt(outOfMemory);
          }
          error.printStackTrace();
        });
    System.setErr(
        new PrintStream(STDERR, true) {
          @Override
          public void println(Object text) {
            if (text instanceof OutOfMemoryError outOfMemory) {
              halt(outOfMemory);
            }
            super.println(text);
          }
        });
  }

  /** Says what happened and what to do, and exits with 1; what is finished stays finished. */
  public static void halt(OutOfMemoryError error) {
    try {
      if (HALTS.compareAndSet(false, true)) {
        HALT.start();
      }
      STDERR.write(message(error.getMessage() + ", ").getBytes(StandardCharsets.UTF_8));
      ChildProcesses.killAll();
    } catch (OutOfMemoryError again) {
      write(MESSAGE);
    } catch (IOException e) {
      // Nobody can be told.
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(PRINT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void write(byte[] message) {
    try {
      STDERR.write(message);
    } catch (IOException e) {
      // Nobody can be told.
    }
  }

  private static String message(String reason) {
    return "shoestring: out of memory ("
        + reason
        + "heap "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB); give Java more memory (-Xmx1g, or MAVEN_OPTS=-Xmx1g), or work on fewer shards at"
        + " once (-j 1). Finished work is kept: run the same command again.\n";
  }
}
