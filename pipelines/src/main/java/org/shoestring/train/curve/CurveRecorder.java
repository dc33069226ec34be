package org.shoestring.train.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.shoestring.train.measure.Measurement;

/**
 * What one attempt has measured, in flat memory: the points that are not in a piece yet, those of
 * the whole attempt for its checkpoints, thinned if there are many, and the newest ones. Any thread
 * may call it.
 */
final class CurveRecorder {
  /** The most points of a piece that are kept beside newest and bad ones: about 200 KB. */
  static final int OF_PIECE = 4_000;

  /** The same of the attempt, about 2 MB. */
  static final int OF_ATTEMPT = 20_000;

  private static final int SHOWN = 3;

  private final int attempt;
  private final NewestValues newest;
  private final CurveSpeed speed = new CurveSpeed();
  private final PointBuffer all = new PointBuffer(OF_ATTEMPT);
  private PointBuffer unsent = new PointBuffer(OF_PIECE);
  private OptionalLong lowest = OptionalLong.empty();

  CurveRecorder(int attempt) {
    this.attempt = attempt;
    this.newest = new NewestValues(attempt);
  }

  /**
   * Adds a measurement; false if there are too many metrics for this one.
   *
   * @param millis when it was read, since 1970
   * @param nanos the same as {@link System#nanoTime} tells
   */
  synchronized boolean add(Measurement measured, long millis, long nanos) {
    CurvePoint point = new CurvePoint(attempt, measured, millis);
    if (!all.add(point)) {
      return false;
    }
    unsent.add(point);
    lowest = OptionalLong.of(Math.min(point.step(), lowest.orElse(Long.MAX_VALUE)));
    if (newest.add(point)) {
      speed.restart();
    }
    speed.add(point.step(), nanos);
    newest.setSpeed(speed.perSecond());
    return true;
  }

  synchronized boolean hasUnsent() {
    return !unsent.isEmpty();
  }

  /** Takes what is to be the next piece. */
  synchronized PointBuffer takeUnsent() {
    PointBuffer taken = unsent;
    unsent = new PointBuffer(OF_PIECE);
    return taken;
  }

  /** How many measurements were added so far. */
  synchronized long added() {
    return all.added();
  }

  /** The file of newest values, just after all was sent. */
  synchronized String newestText() {
    return newest.text();
  }

  /**
   * The same with what was not sent.
   *
   * @param next the number of the piece that will have it
   */
  synchronized String newestTextWithTail(int next) {
    return newest.text() + CurveTail.text(next, unsent.points());
  }

  /** The newest end of this attempt; empty if nothing was measured yet. */
  synchronized Optional<CurveSummary> summary() {
    return newest.isEmpty() ? Optional.empty() : Optional.of(newest.summary(List.of()));
  }

  /** The lowest step of all that was added since this was asked; empty if nothing was. */
  synchronized OptionalLong takeLowestStep() {
    OptionalLong taken = lowest;
    lowest = OptionalLong.empty();
    return taken;
  }

  synchronized CheckpointValues values(CheckpointMoment checkpoint) {
    CheckpointValues.Search search = new CheckpointValues.Search(checkpoint);
    all.points().forEach(search::add);
    return search.found();
  }

  synchronized Set<String> metrics() {
    return all.metrics();
  }

  /** What is said if metrics are thinned. */
  static String remark(Set<String> thinned) {
    List<String> names = new ArrayList<>(thinned);
    String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
    return "the command prints more values than a piece of a learning curve holds ("
        + String.format(Locale.ROOT, "%,d", OF_PIECE)
        + "): of "
        + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + more
        + " only steps divisible by 2, 10, 50, 100, 500, ... are kept, as far as needed; print"
        + " every 10th or 100th step only, to choose them yourself";
  }
}
