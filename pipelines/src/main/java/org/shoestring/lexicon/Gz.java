package org.shoestring.lexicon;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The small gzip tables of a model: one member, whole in one file of our own. */
final class Gz {
  private Gz() {}

  static Writer writer(Path path) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(path), 1 << 16), StandardCharsets.UTF_8));
  }

  static void forEachRow(Path path, int columns, RowVisitor visitor) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path), 1 << 16),
                StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String[] fields = line.split("\t", -1);
        if (fields.length != columns) {
          throw corrupt(path, number, fields.length + " columns, expected " + columns);
        }
        try {
          visitor.row(fields);
        } catch (NumberFormatException e) {
          throw corrupt(path, number, "no number: " + e.getMessage());
        }
      }
    }
  }

  @FunctionalInterface
  interface RowVisitor {
    void row(String[] fields);
  }

  private static IOException corrupt(Path path, int line, String what) {
    return new IOException(path + ":" + line + ": " + what + "; train the model anew");
  }
}
