package org.shoestring.train.checkpoint.local;

import java.time.Duration;
import java.time.Instant;

/**
 * How a trainer ended, as far as that tells whether it had written a checkpoint to its end. An exit
 * code of an error tells nothing, nor does a program that was killed.
 */
public interface TrainerEnding {
  /** It ended by itself, with code 0: it has closed all its files. */
  TrainerEnding WELL = (checkpoint, quiet) -> true;

  /** It failed or was killed, or nobody knows how it ended. */
  TrainerEnding SUDDEN = (checkpoint, quiet) -> false;

  /**
   * Whether it had certainly written a checkpoint to its end.
   *
   * @param quiet for how long a whole one does not change
   */
  boolean hasClosed(LocalCheckpoint checkpoint, Duration quiet);

  /**
   * It was told to end, and then ended by itself, within its time. A program that does not handle
   * the signal ends at once: what was begun after the signal is the work of one that does, and that
   * saved before it ended. Its code tells nothing: it may be that of a shell in front of it.
   *
   * @param signal when it was told
   */
  static TrainerEnding afterSignal(Instant signal) {
    return (checkpoint, quiet) -> !checkpoint.firstModified().toInstant().isBefore(signal);
  }

  /**
   * Nobody watched it: it ended before the user put this program in front of it. What has not
   * changed for long enough now is whole, then: there is no sign that it was killed.
   */
  static TrainerEnding unwatched(Instant now) {
    return (checkpoint, quiet) -> checkpoint.lastModified().toInstant().plus(quiet).isBefore(now);
  }
}
