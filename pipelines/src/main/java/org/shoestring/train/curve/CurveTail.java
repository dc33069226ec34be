package org.shoestring.train.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
 * If the attempt's machine dies, there is no such piece, and its curve ends with these lines.
 */
final class CurveTail {
  private static final String NEXT = "next";
  private static final Pattern ATTEMPT = Pattern.compile("[0-9]+");

  private final List<CurvePoint> points = new ArrayList<>();
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
    return line.type().equals(NEXT) || ATTEMPT.matcher(line.type()).matches();
  }

  /**
   * The points of that file which no piece has.
   *
   * @param last the number of the attempt's last piece
   */
  static List<CurvePoint> after(int last, FactFile file) {
    CurveTail tail = new CurveTail();
    file.forEach(tail::line);
    return tail.number > last ? tail.points : List.of();
  }

  private void line(FactLine line) {
    if (line.type().equals(NEXT)) {
      number = line.with(1).number(1);
    } else if (has(line)) {
      points.add(CurvePoint.of(line));
    }
  }
}
