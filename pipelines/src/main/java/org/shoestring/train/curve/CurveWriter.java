package org.shoestring.train.curve;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.spec.Shown;
import org.shoestring.train.measure.Measurement;
import org.shoestring.train.measure.MeasurementParser;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.StopSignal;

/**
 * Stores the measurements of one attempt while its command prints them: in pieces that never
 * change, at least half a minute apart, by a thread of its own, so that the command never waits for
 * the store. A store that fails is tried again until the attempt ends; meanwhile what comes is
 * kept, as much of it as fits into a piece.
 */
public final class CurveWriter implements OutputPump.Sink, Closeable {
  /** How long the last piece may take, unless the work is stopped. */
  private static final Duration LAST_PIECE = Duration.ofMinutes(1);

  /** How long a checkpoint waits for its curve. */
  private static final Duration AT_CHECKPOINT = Duration.ofSeconds(10);

  private final StopSignal stop;
  private final Consumer<String> remarks;
  private final CurveRecorder recorder;
  private final MeasurementParser parser;
  private final PieceSender sender;
  private final StopSignal.Registration listening;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private boolean hasToldMetrics;
  private boolean isBroken;

  private CurveWriter(
      CurvePlace place,
      int attempt,
      MetricFormat format,
      PieceSchedule schedule,
      StopSignal stop,
      Consumer<String> remarks) {
    this.stop = stop;
    this.remarks = remarks;
    this.recorder = new CurveRecorder(attempt);
    this.parser = new MeasurementParser(format, this::add, remarks);
    this.sender = new PieceSender(place, attempt, recorder, schedule, remarks);
    this.listening = stop.onStop(why -> sender.hurry());
  }

  /**
   * Begins the curve of an attempt.
   *
   * @param attempt its number, which no other attempt at this place has
   * @param stop at which what was measured is sent at once; measuring goes on until this is closed
   * @param remarks takes what the user should know though it is no error, in any thread
   */
  public static CurveWriter start(
      CurvePlace place,
      int attempt,
      MetricFormat format,
      StopSignal stop,
      Consumer<String> remarks) {
    return start(place, attempt, format, PieceSchedule.USUAL, stop, remarks);
  }

  static CurveWriter start(
      CurvePlace place,
      int attempt,
      MetricFormat format,
      PieceSchedule schedule,
      StopSignal stop,
      Consumer<String> remarks) {
    CurveWriter writer = new CurveWriter(place, attempt, format, schedule, stop, remarks);
    format.remarks().forEach(remarks);
    writer.sender.start();
    return writer;
  }

  /** Takes the next bytes of what the command prints; one thread at a time calls it. */
  @Override
  public void take(byte[] bytes, int length) {
    if (isBroken) {
      return;
    }
    try {
      parser.take(bytes, length);
    } catch (RuntimeException e) {
      isBroken = true; // The command goes on, whatever is wrong here.
      remarks.accept("the learning curve ends here, since a line could not be read: " + e);
    }
  }

  private void add(Measurement measured) {
    boolean isFirst = !recorder.hasUnsent();
    if (recorder.add(measured, System.currentTimeMillis(), System.nanoTime())) {
      if (isFirst) {
        sender.offer();
      }
    } else if (!hasToldMetrics) {
      hasToldMetrics = true;
      remarks.accept(
          "the command prints more than "
              + PointBuffer.METRICS
              + " metrics; "
              + Shown.quoted(measured.metric())
              + " and others after it are not on the learning curve. Does the metric's name contain"
              + " a number that changes?");
    }
  }

  /**
   * Has what was measured so far stored now, as at a checkpoint, without waiting for it: as a piece
   * if the last one is half a minute old, else in the file of newest values.
   */
  public void flush() {
    sender.ask();
  }

  /**
   * Has what was measured so far stored now, and waits until it is: for ten seconds at most, three
   * if the work is stopped. A store that fails then is tried once.
   */
  public void awaitStored() throws InterruptedException {
    sender.awaitStored(stop.isStopped() ? StopPatience.LAST_REQUESTS : AT_CHECKPOINT);
  }

  /** The newest end of this attempt's curve; empty if nothing was measured yet. */
  public Optional<CurveSummary> summary() {
    return recorder.summary();
  }

  /** The lowest step that was measured since this was asked; empty if nothing was. */
  public OptionalLong takeLowestStep() {
    return recorder.takeLowestStep();
  }

  /** What this attempt has measured at one of its checkpoints so far. */
  public CheckpointValues values(CheckpointMoment checkpoint) {
    return recorder.values(checkpoint);
  }

  /** The metrics that this attempt has measured so far. */
  public Set<String> metrics() {
    return recorder.metrics();
  }

  /** What to do about a metric that somebody needs, if this attempt has not measured it so far. */
  public Optional<String> missing(String metric) {
    Set<String> known = metrics();
    return known.contains(metric)
        ? Optional.empty()
        : Optional.of(
            "the command has not printed the metric "
                + Shown.quoted(metric)
                + "; it has printed "
                + (known.isEmpty() ? "none" : String.join(", ", known))
                + ". Correct the name, or have the command print lines of the step, the metric and"
                + " its value, separated by tabs");
  }

  /**
   * Sends what is left, with one more try if the store fails, and tells if it could not be sent.
   * That takes a minute at most, and three seconds if the work is stopped.
   */
  @Override
  public void close() {
    if (!isClosed.getAndSet(true)) {
      listening.close();
      sender.end(LAST_PIECE, stop);
    }
  }
}
