package org.shoestring.experiment;

import java.io.IOException;
import java.util.List;
import org.shoestring.transform.importing.ImportedLines.SourceLine;

/** Where the lines of one stage's output come from. */
public interface Lineage {

  /**
   * Where a line comes from.
   *
   * @param table one of the output's tables
   * @param line of that table, counted from 0
   * @throws org.shoestring.spec.UsageException if the lines of this table come from no line
   */
  Origin of(String table, long line) throws IOException;

  /** What a line was before its stage. */
  sealed interface Origin {}

  /**
   * A line of a table of another stage.
   *
   * @param line counted from 0
   */
  record InputLine(Reference input, long line) implements Origin {}

  /** A line of a source file, or lines of several side by side. */
  record SourceLines(List<SourceLine> lines) implements Origin {
    public SourceLines {
      lines = List.copyOf(lines);
    }
  }
}
