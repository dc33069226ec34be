package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.Measured;
import org.shoestring.train.curve.CheckpointMoment;
import org.shoestring.train.curve.CheckpointValues;
import org.shoestring.train.curve.CurveEnd;
import org.shoestring.train.curve.CurveReader;

/**
 * What the stored learning curve tells of checkpoints. Many commands evaluate a step after they
 * have saved it, so that the manifest does not have its values.
 */
public final class CurveMeasurements {
  private final CurveReader curve;
  private final Consumer<String> remarks;
  private boolean toldDamaged;

  /**
   * What a curve tells.
   *
   * @param remarks is told, once, if the curve is damaged
   */
  public CurveMeasurements(CurveReader curve, Consumer<String> remarks) {
    this.curve = curve;
    this.remarks = remarks;
  }

  /** What was measured at a checkpoint. */
  Measured at(CheckpointMoment moment) throws IOException {
    List<CheckpointValues> found = values(List.of(moment));
    return found.isEmpty() ? Measured.NOTHING : measured(found.get(0));
  }

  /**
   * The same checkpoints with what the curve tells beside their manifests. It may have less than a
   * manifest, as where it was thinned, so that nothing is taken away. Without a step, all that
   * counts was known when the manifest was written.
   */
  public List<Checkpoint> added(List<Checkpoint> checkpoints) throws IOException {
    List<CheckpointMoment> moments = new ArrayList<>();
    for (Checkpoint one : checkpoints) {
      if (one.step().isPresent()) {
        moments.add(moment(one));
      }
    }
    List<CheckpointValues> found = values(moments);
    if (found.isEmpty()) {
      return checkpoints;
    }
    List<Checkpoint> added = new ArrayList<>();
    int next = 0;
    for (Checkpoint one : checkpoints) {
      added.add(one.step().isPresent() ? one.and(measured(found.get(next++))) : one);
    }
    return added;
  }

  /**
   * Whether a loss was bad at a checkpoint, as {@link #added} tells; of the curve only its end is
   * read.
   */
  public boolean hasBadLoss(Checkpoint checkpoint, CurveEnd end) throws IOException {
    try {
      return checkpoint.step().isPresent() && end.hasBadLoss(moment(checkpoint));
    } catch (BadDataException e) {
      tellDamaged(e);
      return false;
    }
  }

  private static CheckpointMoment moment(Checkpoint checkpoint) {
    // The step tells which values count, whenever they were printed.
    int attempt = Attempt.number(checkpoint.id().attempt());
    return new CheckpointMoment(attempt, checkpoint.step(), Instant.MAX);
  }

  private static Measured measured(CheckpointValues values) {
    return new Measured(values.values(), values.hasBadLoss());
  }

  /** None if nothing is asked for, or the curve is damaged. */
  private List<CheckpointValues> values(List<CheckpointMoment> moments) throws IOException {
    try {
      return moments.isEmpty() ? List.of() : curve.values(moments);
    } catch (BadDataException e) {
      tellDamaged(e);
      return List.of();
    }
  }

  private void tellDamaged(BadDataException e) {
    if (!toldDamaged) {
      toldDamaged = true;
      remarks.accept(
          "the learning curve does not tell which checkpoints are good: " + e.getMessage());
    }
  }
}
