package org.shoestring.train.curve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.tsv.TsvFormat;

/**
 * What an attempt has measured since its last piece. Pieces are far apart, checkpoints may not be;
 * so it goes to the storage at each checkpoint, at the end of the file of newest values, which is
 * replaced:
 *
 * <pre>
 * next NUMBER                               of the piece that it is to be in
 * ATTEMPT STEP METRIC VALUE SECONDS         lines of that piece
 * </pre>
 *
 * If the attempt's machine dies, the next attempt makes the piece. So a curve has no gap before the
 * checkpoint that a training continues from.
 */
final class CurveTail {
  private static final String NEXT = "next";

  /** An attempt before these was followed by others, which have kept its end. */
  private static final int ATTEMPTS = 32;

  private final StringBuilder lines = new StringBuilder();
  private int number;

  private CurveTail() {}

  /** The end of the file of newest values. */
  static String text(int number, List<CurvePoint> points) {
    StringBuilder text = new StringBuilder(TsvFormat.line(NEXT, Integer.toString(number)));
    points.forEach(point -> text.append(point.line()));
    return text.toString();
  }

  /** Whether a line of that file belongs to this end of it. */
  static boolean has(FactLine line) {
    return line.type().equals(NEXT) || line.type().matches("[0-9]+");
  }

  /** Makes the pieces that attempts before this one could not make any more. */
  static void keep(CurvePlace place, int attempt) throws IOException {
    List<Map.Entry<Integer, SortedSet<Integer>>> earlier =
        place.pieces().headMap(attempt, false).descendingMap().entrySet().stream()
            .limit(ATTEMPTS)
            .toList();
    ParallelRequests.each(earlier, one -> keep(place, one.getKey(), one.getValue().last()));
  }

  private static boolean keep(CurvePlace place, int attempt, int last) throws IOException {
    CurveTail tail = new CurveTail();
    try {
      FactFile.read(place.store(), place.newest(attempt), CurvePlace.CURE)
          .ifPresent(file -> file.forEach(tail::line));
    } catch (BadDataException e) {
      return false; // Whoever reads the curve is told.
    }
    return tail.number > last
        && tail.lines.length() > 0
        && place
            .store()
            .create(
                place.piece(attempt, tail.number),
                tail.lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void line(FactLine line) {
    if (line.type().equals(NEXT)) {
      number = line.with(1).number(1);
    } else if (has(line)) {
      lines.append(CurvePoint.of(line).line());
    }
  }
}
