package org.shoestring.train.curve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.record.FactFile;

/**
 * Reads a learning curve. It holds the numbers of the pieces, and sixteen pieces at a time, however
 * long the curve is.
 */
public final class CurveReader {
  private static final int AT_ONCE = 16;

  private final CurvePlace place;

  private CurveReader(CurvePlace place) {
    this.place = place;
  }

  /** A reader of the curve at a place, which may have none. */
  public static CurveReader of(CurvePlace place) {
    return new CurveReader(place);
  }

  /** Takes the points of a curve. */
  public interface Each {
    /**
     * Takes the next point.
     *
     * @param isSuperseded whether a later attempt began at this step or before it, so that the
     *     point is not on the curve's line
     */
    void point(CurvePoint point, boolean isSuperseded) throws IOException;
  }

  /**
   * A part of an attempt.
   *
   * @param isTail whether it is what comes after that piece, and is in no other one
   */
  private record Piece(int attempt, int number, boolean isTail) {}

  /**
   * Gives all points by attempt, and within an attempt in the order in which they were read. Times
   * may go back, where a clock was set or attempts ran on several machines; steps may where a
   * command itself began again.
   *
   * @throws BadDataException if a piece is damaged
   */
  public void forEach(Each each) throws IOException {
    NavigableMap<Integer, SortedSet<Integer>> pieces = place.pieces();
    Map<Integer, Long> ends = ends(pieces);
    List<Piece> all = new ArrayList<>();
    pieces.forEach(
        (attempt, some) -> {
          some.forEach(piece -> all.add(new Piece(attempt, piece, false)));
          all.add(new Piece(attempt, some.last(), true));
        });
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Piece> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      for (List<CurvePoint> points : ParallelRequests.each(some, this::read, AT_ONCE)) {
        for (CurvePoint point : points) {
          each.point(point, point.step() >= ends.getOrDefault(point.attempt(), Long.MAX_VALUE));
        }
      }
    }
  }

  /** The step from which on each attempt is superseded: the first one of any later attempt. */
  private Map<Integer, Long> ends(NavigableMap<Integer, SortedSet<Integer>> pieces)
      throws IOException {
    List<Piece> firsts = new ArrayList<>();
    pieces
        .descendingMap()
        .forEach((attempt, some) -> firsts.add(new Piece(attempt, some.first(), false)));
    Map<Integer, Long> ends = new TreeMap<>();
    long end = Long.MAX_VALUE;
    List<List<CurvePoint>> read = ParallelRequests.each(firsts, this::read, AT_ONCE);
    for (int i = 0; i < firsts.size(); i++) {
      ends.put(firsts.get(i).attempt, end);
      if (!read.get(i).isEmpty()) {
        end = Math.min(end, read.get(i).get(0).step());
      }
    }
    return ends;
  }

  private List<CurvePoint> read(Piece piece) throws IOException {
    return piece.isTail
        ? FactFile.read(place.store(), place.newest(piece.attempt), CurvePlace.CURE)
            .map(file -> CurveTail.after(piece.number, file))
            .orElse(List.of())
        : piece(piece.attempt, piece.number);
  }

  /** The points of a piece; one that was removed meanwhile has none. */
  List<CurvePoint> piece(int attempt, int number) throws IOException {
    String name = place.piece(attempt, number);
    List<CurvePoint> points = new ArrayList<>();
    Optional<FactFile> file = FactFile.read(place.store(), name, CurvePlace.CURE);
    file.ifPresent(
        text ->
            text.forEach(
                line -> {
                  CurvePoint point = CurvePoint.of(line);
                  if (point.attempt() != attempt) {
                    throw new IllegalArgumentException(
                        "this is of attempt " + point.attempt() + ", in the folder of another one");
                  }
                  points.add(point);
                }));
    return points;
  }

  /** The newest end of the curve, for those who need not read all of it. */
  public CurveEnd end() {
    return new CurveEnd(place, this);
  }

  /** What was measured at checkpoints, for each of them in their order. */
  public List<CheckpointValues> values(List<CheckpointMoment> checkpoints) throws IOException {
    List<CheckpointValues.Search> searches =
        checkpoints.stream().map(CheckpointValues.Search::new).toList();
    forEach((point, isSuperseded) -> searches.forEach(search -> search.add(point)));
    return searches.stream().map(CheckpointValues.Search::found).toList();
  }
}
