package org.shoestring.lexicon;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.foreign.ForeignFile;

/** The small gzip tables of a model. */
final class Gz {
  private Gz() {}

  static Writer writer(Path path) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(path), 1 << 16), StandardCharsets.UTF_8));
  }

  /**
   * Gives every row of a table to the visitor.
   *
   * @throws BadDataException if the visitor throws an {@link IllegalArgumentException}
   */
  static void forEachRow(Path path, int columns, RowVisitor visitor) throws IOException {
    long line = 0;
    try (LineReader lines =
        new LineReader(ForeignFile.decompress(Files.newInputStream(path), path.toString()))) {
      while (lines.next()) {
        line = lines.line();
        if (!lines.isValidUtf8()) {
          throw new IllegalArgumentException("not UTF-8");
        }
        TsvRow row = TsvRow.parse(lines.bytes(), lines.start(), lines.end());
        if (row.size() != columns) {
          throw new IllegalArgumentException(row.size() + " columns, expected " + columns);
        }
        visitor.row(row);
      }
    } catch (CorruptException | IllegalArgumentException e) {
      throw new BadDataException(
          path
              + ":"
              + (line + (e instanceof CorruptException ? 1 : 0))
              + ": the model is damaged: "
              + e.getMessage()
              + "; train it again",
          e);
    }
  }

  /** What is done with one row, which is valid during the call only. */
  @FunctionalInterface
  interface RowVisitor {
    void row(TsvRow row);
  }
}
