package org.shoestring.lexicon;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.tsv.BadDataException;
import org.shoestring.tsv.CorruptException;
import org.shoestring.tsv.ForeignFile;
import org.shoestring.tsv.LineReader;
import org.shoestring.tsv.Row;

/** The small gzip tables of a model. */
final class Gz {
  private Gz() {}

  static Writer writer(Path path) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(path), 1 << 16), StandardCharsets.UTF_8));
  }

  /** Gives every row of a table to the visitor. */
  static void forEachRow(Path path, int columns, RowVisitor visitor) throws IOException {
    try (LineReader lines =
        new LineReader(ForeignFile.decompress(Files.newInputStream(path), path.toString()))) {
      while (lines.next()) {
        Row row = Row.parse(lines.bytes(), lines.start(), lines.end());
        if (row.size() != columns) {
          throw damaged(path, row.size() + " columns, expected " + columns, null);
        }
        visitor.row(row);
      }
    } catch (CorruptException | NumberFormatException e) {
      throw damaged(path, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is done with one row, which is valid during the call only. */
  @FunctionalInterface
  interface RowVisitor {
    void row(Row row);
  }

  private static BadDataException damaged(Path path, String what, @Nullable Exception cause) {
    return new BadDataException(
        path + ": the model is damaged (" + what + "); train it again", cause);
  }
}
