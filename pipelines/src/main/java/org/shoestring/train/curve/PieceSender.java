package org.shoestring.train.curve;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.shoestring.bytes.StopPatience;
import org.shoestring.spec.Plural;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.worker.StopSignal;

/**
 * Sends what one attempt has measured to the storage, in a thread of its own: a piece now and then,
 * and with each of them the file of newest values. When it is asked before it is time for a piece,
 * that file gets a {@link CurveTail}. A piece that cannot be sent is tried again as it is; what
 * comes meanwhile waits for the next one.
 */
final class PieceSender extends Thread {
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final CurvePlace place;
  private final CurveUpload upload;
  private final PieceSchedule schedule;
  private final Consumer<String> remarks;
  private final long started = System.nanoTime();
  private long tried = started;
  private int failures;
  private boolean isAsked;
  private boolean needsTail;
  private boolean isUrgent;
  private boolean isEnding;
  private boolean hasEnded;
  private boolean hasToldThinned;
  private String failure = "";
  private Duration retry = Duration.ZERO;

  PieceSender(
      CurvePlace place,
      int attempt,
      CurveRecorder recorder,
      PieceSchedule schedule,
      Consumer<String> remarks) {
    super("learning-curve");
    this.place = place;
    this.upload = new CurveUpload(place, attempt, recorder);
    this.schedule = schedule;
    this.remarks = remarks;
    setDaemon(true);
  }

  /** There is something to send, when it is time. */
  synchronized void offer() {
    notifyAll();
  }

  /** Sends what there is: as a piece if the last one is old enough, else as a tail till then. */
  synchronized void ask() {
    isAsked = upload.hasSome();
    needsTail = isAsked;
    notifyAll();
  }

  /**
   * Has what was measured so far sent as {@link #ask} does, and waits until it is on the storage,
   * or could not be sent.
   *
   * @param patience how long that may take
   */
  synchronized void awaitStored(Duration patience) throws InterruptedException {
    long wanted = upload.added();
    int before = failures;
    long until = System.nanoTime() + patience.toNanos();
    ask();
    isUrgent = isUrgent || (isAsked && !failure.isEmpty());
    long left = patience.toNanos();
    while (upload.stored() < wanted && failures == before && !hasEnded && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
  }

  /** Sends what there is now. */
  synchronized void hurry() {
    isUrgent = true;
    notifyAll();
  }

  /**
   * Sends what is left, with one more try if the store fails, and tells if it could not be sent.
   *
   * @param patience how long that may take, unless the work is stopped
   */
  void end(Duration patience, StopSignal stop) {
    synchronized (this) {
      isEnding = true;
      notifyAll();
    }
    long begin = System.nanoTime();
    boolean interrupted = false;
    while (isAlive() && System.nanoTime() - begin < patience(patience, stop).toNanos()) {
      try {
        TimeUnit.MILLISECONDS.timedJoin(this, 100);
      } catch (InterruptedException e) {
        interrupted = true; // The one who ends the work has patience with this.
      }
    }
    boolean hasEnded = !isAlive();
    interrupt();
    tellLost(hasEnded);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration patience(Duration patience, StopSignal stop) {
    return stop.isStopped() ? StopPatience.LAST_REQUESTS : patience;
  }

  private synchronized void tellLost(boolean hasEnded) {
    int values = upload.takeLost();
    if (values > 0) {
      String why = hasEnded ? failure : "the store did not answer in time";
      remarks.accept(
          "the end of the learning curve ("
              + Plural.of(values, "value")
              + ") could not be stored in "
              + place.shown()
              + (why.isEmpty() ? "" : ": " + why));
    }
  }

  @Override
  public void run() {
    try {
      for (Due due = awaitDue(); due != Due.NOTHING_MORE; due = awaitDue()) {
        boolean isLast = isEnding();
        if (!send(due) && isLast) {
          return;
        }
      }
    } catch (InterruptedException e) {
      return; // Nobody waits for its end any more.
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    hasEnded = true;
    notifyAll();
  }

  private synchronized boolean isEnding() {
    return isEnding;
  }

  /** What is to be sent. */
  private enum Due {
    PIECE,
    TAIL,
    NOTHING_MORE
  }

  /** Waits until it is time to send something. */
  private synchronized Due awaitDue() throws InterruptedException {
    while (true) {
      boolean hasSome = upload.hasSome();
      if (isEnding) {
        return hasSome ? Due.PIECE : Due.NOTHING_MORE;
      }
      long left = isUrgent ? 0 : tried + pause().toNanos() - System.nanoTime();
      if (!hasSome) {
        wait();
      } else if (left <= 0) {
        isUrgent = false;
        isAsked = false;
        needsTail = false;
        return Due.PIECE;
      } else if (needsTail && failure.isEmpty()) {
        needsTail = false;
        return Due.TAIL;
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      }
    }
  }

  private Duration pause() {
    if (!failure.isEmpty()) {
      return retry;
    }
    if (upload.isFirst()) {
      return isAsked ? Duration.ZERO : schedule.first();
    }
    return isAsked
        ? schedule.shortest()
        : schedule.pause(Duration.ofNanos(System.nanoTime() - started));
  }

  private boolean send(Due due) throws InterruptedException {
    try {
      if (due == Due.TAIL) {
        upload.sendTail();
        stored();
      } else {
        upload.sendPiece();
        tellThinned();
        succeeded();
      }
      return true;
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      failed(e instanceof IOException io ? LocalFailure.shown(io) : e.toString());
      return false;
    }
  }

  private void tellThinned() {
    if (!hasToldThinned && !upload.thinned().isEmpty()) {
      hasToldThinned = true;
      remarks.accept(CurveRecorder.remark(upload.thinned()));
    }
  }

  private synchronized void stored() {
    notifyAll();
  }

  private synchronized void succeeded() {
    stored();
    tried = System.nanoTime();
    if (!failure.isEmpty()) {
      failure = "";
      remarks.accept("the learning curve is stored again");
    }
  }

  private synchronized void failed(String why) {
    boolean isFirst = failure.isEmpty();
    retry = isFirst ? schedule.shortest().dividedBy(4) : retry.multipliedBy(2);
    retry = retry.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry;
    tried = System.nanoTime();
    failure = why;
    failures++;
    notifyAll();
    if (isFirst && !isEnding) {
      remarks.accept(
          "the learning curve cannot be stored now ("
              + why
              + "); the command goes on, and this is tried again");
    }
  }
}
