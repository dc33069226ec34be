package org.shoestring.transform.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;

/** Files to import and the output of their import, on a test's workbench. */
public record Imports(Workbench bench) {
  public static final Columns EN_DE = Columns.of("en", "de");
  private static final String NAME = "import";

  /** Two columns, large shards, and so many bad lines that are set aside. */
  static ImportTable.Settings settings(long maxBadLines) {
    return new ImportTable.Settings(EN_DE, ImportTable.SHARD_BYTES, maxBadLines);
  }

  /** A unit of one file. */
  public static ImportUnit unit(int number, Path file) {
    return new ImportUnit(number, List.of(file.toString()));
  }

  /** Imports files, a unit each, without a bad line. */
  Manifest files(Path... files) throws IOException {
    List<ImportUnit> units = new ArrayList<>();
    for (Path file : files) {
      units.add(unit(units.size(), file));
    }
    return units(units, settings(0));
  }

  /** A unit of two files side by side. */
  static ImportUnit pair(Path left, Path right) {
    return new ImportUnit(0, List.of(left.toString(), right.toString()));
  }

  /** Imports one unit of two files side by side. */
  Manifest sideBySide(ImportTable.Settings settings, Path left, Path right) throws IOException {
    return units(List.of(pair(left, right)), settings);
  }

  /** Imports units, or goes on with what is there of them. */
  public Manifest units(List<ImportUnit> units, ImportTable.Settings settings) throws IOException {
    return bench.run(
        NAME,
        ImportTable.tables(settings.columns()),
        units.size(),
        (pipeline, output) -> pipeline.apply("Import", ImportTable.of(units, settings, output)));
  }

  public Output output() throws IOException {
    return bench.output(NAME);
  }

  /** The lines that were kept. */
  List<String> lines() throws IOException {
    return lines(TableName.MAIN);
  }

  List<String> lines(String table) throws IOException {
    return bench.lines(NAME, table);
  }

  /** All files of the output, each with what tells whether it was written again. */
  List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    bench.eachFile(NAME, (file, stamp) -> stamps.add(file + " " + stamp));
    return stamps;
  }

  /** Deletes the output's objects whose path starts so; there must be some. */
  void delete(String... prefixes) throws IOException {
    bench.delete(NAME, prefixes);
  }

  /** A file with this text. */
  Path file(String name, String text) throws IOException {
    return bench.file(name, text);
  }

  /** A file with these bytes. */
  Path file(String name, byte[] bytes) throws IOException {
    return bench.file(name, bytes);
  }

  /** Text with {@code \t}, {@code \n}, {@code \\} and {@code \xNN}. */
  static byte[] bytes(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char next = escaped.charAt(++i);
      switch (next) {
        case 't' -> bytes.write('\t');
        case 'n' -> bytes.write('\n');
        case 'x' -> {
          bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> bytes.write(next);
      }
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  static byte[] bzip2(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }
}
