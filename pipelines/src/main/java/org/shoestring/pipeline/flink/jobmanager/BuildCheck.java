package org.shoestring.pipeline.flink.jobmanager;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses task managers of another build than that of their job manager. */
public final class BuildCheck {
  /** What a refusal begins with, by which the task manager finds it in what Flink passes on. */
  private static final String START = "other build: ";

  private static final String END = " (end)";

  private BuildCheck() {}

  /** Why a task manager may not join; empty if it may. */
  static Optional<String> refusal(String worker, String own) {
    String other = WorkerName.build(worker).orElse("none");
    return other.equals(own)
        ? Optional.empty()
        : Optional.of(
            "the job manager is build "
                + own
                + ", but task manager "
                + WorkerName.shown(worker)
                + " is build "
                + other
                + "; copy the same shoestring.jar to all machines, and start them again");
  }

  /** A refusal as it is sent. */
  static String sent(String refusal) {
    return START + refusal + END;
  }

  /** The refusal in an error that Flink has made of it; null if it is another one. */
  public static @Nullable String refusal(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      int start = message.indexOf(START);
      int end = message.indexOf(END, start + 1);
      if (start >= 0 && end >= 0) {
        return message.substring(start + START.length(), end);
      }
    }
    return null;
  }
}
