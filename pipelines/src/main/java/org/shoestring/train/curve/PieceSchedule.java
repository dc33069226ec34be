package org.shoestring.train.curve;

import java.time.Duration;

/**
 * How far apart pieces are: the shortest pause at first, a part of the time that the command has
 * run later, the longest pause in the end. A week has about 2,000 pieces.
 *
 * @param part so many pieces would be in the time that it has run
 */
record PieceSchedule(Duration shortest, int part, Duration longest) {
  /** Half a minute, more after ten minutes, and five minutes from 100 minutes on. */
  static final PieceSchedule USUAL =
      new PieceSchedule(Duration.ofSeconds(30), 20, Duration.ofMinutes(5));

  /** The time before the first piece: a short attempt leaves something, and others see it soon. */
  Duration first() {
    return shortest.dividedBy(6);
  }

  /** The pause before the next piece. */
  Duration pause(Duration running) {
    Duration pause = running.dividedBy(part);
    if (pause.compareTo(shortest) < 0) {
      return shortest;
    }
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
