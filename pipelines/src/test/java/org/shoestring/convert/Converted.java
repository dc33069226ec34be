package org.shoestring.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.LineReader;
import org.shoestring.convert.Import.Counts;
import org.shoestring.convert.Import.Settings;
import org.shoestring.tsv.TsvRow;

/**
 * What became of records.
 *
 * @param text the TSV
 */
public record Converted(String text, List<String> rejected, Counts counts) {

  /** Imports all, setting bad records aside. */
  public static Converted of(Records records) throws IOException {
    return of(records, new Settings(false, Long.MAX_VALUE));
  }

  public static Converted of(Records records, Settings settings) throws IOException {
    List<String> rejected = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (records) {
      Counts counts = Import.run(records, new TextOutput(out), settings, rejected::add);
      return new Converted(out.toString(UTF_8), rejected, counts);
    }
  }

  static TextFile text(String name, String text) throws IOException {
    return new TextFile(new ByteArrayInputStream(text.getBytes(UTF_8)), name);
  }

  /** The rows of a file of TSV, as an import stage reads them. */
  static List<List<String>> rows(byte[] tsv) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (LineReader lines = new LineReader(new ByteArrayInputStream(tsv))) {
      while (lines.next()) {
        TsvRow row = TsvRow.parse(lines.bytes(), lines.start(), lines.end());
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          fields.add(row.text(i));
        }
        rows.add(fields);
      }
    }
    return rows;
  }
}
