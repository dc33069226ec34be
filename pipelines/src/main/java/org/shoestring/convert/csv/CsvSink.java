package org.shoestring.convert.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.shoestring.convert.RecordSink;
import org.shoestring.convert.TextOutput;

/** Writes CSV as RFC 4180 has it; see {@link CsvRecords} for how bytes become characters. */
public final class CsvSink implements RecordSink {
  private final TextOutput out;
  private final StringBuilder record = new StringBuilder();
  private final CSVPrinter printer;

  /**
   * Records into {@code out}, which {@link #close} closes.
   *
   * @param columns for the header
   */
  public CsvSink(TextOutput out, CsvSettings settings, List<String> columns) throws IOException {
    this.out = out;
    this.printer = new CSVPrinter(record, settings.format());
    if (settings.header()) {
      write(columns.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new));
    }
  }

  @Override
  public void write(byte[][] fields) throws IOException {
    for (byte[] field : fields) {
      printer.print(new String(field, ISO_8859_1));
    }
    printer.println();
    byte[] bytes = record.toString().getBytes(ISO_8859_1);
    record.setLength(0);
    out.raw(bytes, 0, bytes.length);
  }

  @Override
  public void close() throws IOException {
    printer.close();
    out.close();
  }
}
