package org.shoestring.train.curve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.record.FactFile;
import org.shoestring.train.measure.Measurement;

/**
 * The newest end of a stored learning curve, as it was when it was first asked for something. It
 * comes from the files of newest values, however long the curve is; of the pieces, only those are
 * read that came after a checkpoint.
 */
public final class CurveEnd {
  /** What attempts before these have measured does not count. */
  private static final int ATTEMPTS = 32;

  private final CurvePlace place;
  private final CurveReader reader;

  /** By their numbers, the last one first. */
  private @Nullable NavigableMap<Integer, Newest> newest;

  CurveEnd(CurvePlace place, CurveReader reader) {
    this.place = place;
    this.reader = reader;
  }

  /** What one attempt has measured last; the tail is what no piece has. */
  private record Newest(NewestValues values, List<CurvePoint> tail, SortedSet<Integer> pieces) {}

  private NavigableMap<Integer, Newest> newest() throws IOException {
    NavigableMap<Integer, Newest> known = newest;
    if (known == null) {
      known = new TreeMap<Integer, Newest>().descendingMap();
      List<Map.Entry<Integer, SortedSet<Integer>>> last =
          place.pieces().descendingMap().entrySet().stream().limit(ATTEMPTS).toList();
      List<Newest> read =
          ParallelRequests.each(last, attempt -> read(attempt.getKey(), attempt.getValue()));
      for (int i = 0; i < last.size(); i++) {
        if (!read.get(i).values.isEmpty()) {
          known.put(last.get(i).getKey(), read.get(i));
        }
      }
      newest = known;
    }
    return known;
  }

  /** From its pieces, if the attempt was killed before it wrote the file. */
  private Newest read(int attempt, SortedSet<Integer> pieces) throws IOException {
    Optional<FactFile> file = FactFile.read(place.store(), place.newest(attempt), CurvePlace.CURE);
    if (file.isPresent()) {
      return new Newest(
          NewestValues.parse(attempt, file.get()),
          CurveTail.after(pieces.last(), file.get()),
          pieces);
    }
    NewestValues values = new NewestValues(attempt);
    for (int piece : pieces) {
      reader.piece(attempt, piece).forEach(values::add);
    }
    return new Newest(values, List.of(), pieces);
  }

  /**
   * The newest values; empty if nothing was measured yet.
   *
   * @throws BadDataException if a file is damaged
   */
  public Optional<CurveSummary> summary() throws IOException {
    List<NewestValues> values = newest().values().stream().map(Newest::values).toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(0).summary(values.subList(1, values.size())));
  }

  /**
   * Whether a loss was infinite or no number at a checkpoint, as {@link
   * CheckpointValues#hasBadLoss} tells.
   *
   * @param checkpoint whose name tells its step
   * @throws BadDataException if a file is damaged
   */
  public boolean hasBadLoss(CheckpointMoment checkpoint) throws IOException {
    long step = checkpoint.step().orElseThrow();
    long superseded = Long.MAX_VALUE;
    Map<String, Boolean> bad = new HashMap<>();
    for (Map.Entry<Integer, Newest> one : newest().tailMap(checkpoint.attempt()).entrySet()) {
      for (Measurement loss : newestLosses(one.getKey(), one.getValue(), step, bad.keySet())) {
        bad.put(loss.metric(), loss.step() < superseded && !Double.isFinite(loss.value()));
      }
      superseded = Math.min(superseded, one.getValue().values.begin());
    }
    return bad.containsValue(true);
  }

  /**
   * The newest losses of an attempt up to a step, of metrics that are not known from later ones.
   */
  private List<Measurement> newestLosses(int attempt, Newest newest, long step, Set<String> known)
      throws IOException {
    List<Measurement> losses = new ArrayList<>();
    Set<String> sought = new TreeSet<>();
    for (Measurement value : newest.values.measured()) {
      if (value.isLoss() && !known.contains(value.metric())) {
        if (value.step() <= step) {
          losses.add(value);
        } else {
          sought.add(value.metric());
        }
      }
    }
    List<CurvePoint> points = newest.tail;
    List<Integer> pieces = new ArrayList<>(newest.pieces);
    while (true) {
      for (int i = points.size() - 1; i >= 0; i--) {
        CurvePoint point = points.get(i);
        if (point.step() <= step && sought.remove(point.metric())) {
          losses.add(point.measured());
        }
      }
      if (sought.isEmpty() || pieces.isEmpty()) {
        return losses;
      }
      points = reader.piece(attempt, pieces.remove(pieces.size() - 1));
    }
  }
}
