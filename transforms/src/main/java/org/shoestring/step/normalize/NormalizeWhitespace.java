package org.shoestring.step.normalize;

import java.util.List;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Step;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.step.tokenize.Whitespace;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** Python's {@code " ".join(text.split())}: single blanks between words, none at the ends. */
public final class NormalizeWhitespace implements StepType {

  @Override
  public String name() {
    return "normalize-whitespace";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Makes every run of Unicode whitespace one blank and strips both ends.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Step bind(Arguments arguments, Columns input) {
    int[] fields = arguments.fields(input);
    boolean[] chosen = new boolean[input.size()];
    for (int field : fields) {
      chosen[field] = true;
    }
    return row -> {
      for (int field : fields) {
        if (!isNormal(row.bytes(), row.start(field), row.end(field))) {
          return Verdict.change(normalize(row, chosen));
        }
      }
      return Verdict.keep();
    };
  }

  private static boolean isNormal(byte[] bytes, int from, int to) {
    // Sums instead of branches, which the ends of words would mispredict; 1 is a blank.
    int before = 1;
    int wrong = 0;
    for (int i = from; i < to; i++) {
      int blank = Whitespace.length(bytes, i, to);
      if (blank > 1) {
        return false;
      }
      wrong |= (blank & before) | (-blank & (bytes[i] ^ ' '));
      before = blank;
    }
    return wrong == 0 && (before == 0 || from == to);
  }

  private static TsvRow normalize(TsvRow row, boolean[] chosen) {
    // Never longer than it was: a run of whitespace has at least the byte of the blank.
    byte[] line = new byte[row.length()];
    int at = 0;
    for (int field = 0; field < chosen.length; field++) {
      if (field > 0) {
        line[at++] = '\t';
      }
      int from = row.start(field);
      int to = row.end(field);
      if (chosen[field]) {
        at = normalize(row.bytes(), from, to, line, at);
      } else {
        System.arraycopy(row.bytes(), from, line, at, to - from);
        at += to - from;
      }
    }
    return TsvRow.parse(line, 0, at);
  }

  /** Writes the words of {@code bytes[from, to)} to {@code line} and returns where they end. */
  private static int normalize(byte[] bytes, int from, int to, byte[] line, int start) {
    int at = start;
    boolean blankDue = false;
    int i = from;
    while (i < to) {
      int whitespace = Whitespace.length(bytes, i, to);
      if (whitespace > 0) {
        blankDue = at > start;
        i += whitespace;
      } else {
        if (blankDue) {
          line[at++] = ' ';
          blankDue = false;
        }
        line[at++] = bytes[i++];
      }
    }
    return at;
  }
}
