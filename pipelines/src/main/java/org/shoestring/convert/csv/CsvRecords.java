package org.shoestring.convert.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.Utf8;
import org.shoestring.convert.HeaderPlaces;
import org.shoestring.convert.Problem;
import org.shoestring.convert.Records;
import org.shoestring.convert.TextFile;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/**
 * Records of CSV as RFC 4180 has it. They are parsed as Latin-1, a character a byte, which is right
 * since all marks of CSV are ASCII: so a field that is no UTF-8 is one bad record.
 */
public final class CsvRecords extends Records {
  private final String name;
  private final Latin1Reader in;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final List<String> columns;
  private final List<String> header;
  private int[] places;
  private int expected;
  private @Nullable CSVRecord record;
  private long line;

  /**
   * Records of a file.
   *
   * @param stored its bytes, compressed or not; closed with this
   * @param wanted names in the header, of the columns that are taken; empty for all
   * @throws UsageException if the header has not all of them, each once
   * @throws BadDataException if the header is no text
   */
  public CsvRecords(InputStream stored, String name, CsvSettings settings, List<String> wanted)
      throws IOException {
    this.name = name;
    InputStream plain = TextFile.decompress(stored, name);
    this.in = new Latin1Reader(BOMInputStream.builder().setInputStream(plain).get());
    this.parser = CSVParser.builder().setReader(in).setFormat(settings.format()).get();
    this.records = parser.iterator();
    CSVRecord first = settings.header() ? read() : null;
    this.header = first == null ? List.of() : names(first);
    this.columns = wanted.isEmpty() ? header : List.copyOf(wanted);
    this.expected = header.size();
    this.places = HeaderPlaces.of(name, header, wanted);
  }

  private List<String> names(CSVRecord first) {
    List<String> names = new ArrayList<>();
    for (String field : first) {
      byte[] bytes = field.getBytes(ISO_8859_1);
      if (!Utf8.isValid(bytes, 0, bytes.length)) {
        throw BadDataException.at(name, line, "the header has " + TextFile.invalidUtf8().message());
      }
      names.add(new String(bytes, UTF_8));
    }
    return List.copyOf(names);
  }

  /** The next record; null at the end. */
  private @Nullable CSVRecord read() throws IOException {
    line = parser.getCurrentLineNumber() + 1;
    in.beginRecord();
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      if (cause instanceof CSVException) {
        throw BadDataException.at(
            name,
            line,
            "not valid CSV: a quote is in the wrong place. A field that contains quotes must be"
                + " in quotes, with the quotes inside it doubled. The records after this one"
                + " cannot be read, so correct the file");
      }
      if (cause instanceof CorruptException) {
        throw BadDataException.at(name, line, String.valueOf(cause.getMessage()));
      }
      if (cause instanceof Latin1Reader.TooLongException) {
        throw BadDataException.at(
            name, line, "the record is longer than 16 MiB; is a closing quote missing?");
      }
      throw cause;
    }
  }

  @Override
  public boolean next() throws IOException {
    CSVRecord found = read();
    record = found;
    if (found == null) {
      return false;
    }
    if (expected == 0) {
      expected = found.size();
      places = HeaderPlaces.all(expected);
    }
    if (found.size() != expected) {
      String names = columns.isEmpty() ? "" : " (" + String.join(", ", header) + ")";
      set(
          new Problem(
              "columns",
              Plural.of(found.size(), "field")
                  + ", expected "
                  + expected
                  + names
                  + "; if another character separates the fields, set it with --separator"));
      return true;
    }
    byte[][] fields = new byte[places.length][];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = found.get(places[i]).getBytes(ISO_8859_1);
      if (!Utf8.isValid(fields[i], 0, fields[i].length)) {
        set(TextFile.invalidUtf8());
        return true;
      }
    }
    set(fields);
    return true;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public String file() {
    return name;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String text() {
    CSVRecord found = record;
    if (found == null) {
      return "";
    }
    List<String> fields = new ArrayList<>();
    for (String field : found) {
      byte[] bytes = field.getBytes(ISO_8859_1);
      String text = Utf8.escaped(bytes, 0, bytes.length);
      fields.add(text.replace("\n", "\\n").replace("\r", "\\r"));
    }
    return String.join("\\t", fields);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
