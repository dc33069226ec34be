package org.shoestring.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;

/** Lines of fields that tabs part, without any quoting: a quote is a character like others. */
public final class TsvRecords extends Records {
  private final TextFile text;
  private final List<String> columns;
  private int[] places;
  private int expected;

  /**
   * Records of a file.
   *
   * @param text its lines; closed with this
   * @param header whether the first line names the columns
   * @param wanted names in the header, of the columns that are taken; empty for all
   * @throws org.shoestring.spec.UsageException if the header has not all of them, each once
   * @throws BadDataException if the header is no text
   */
  public TsvRecords(TextFile text, boolean header, List<String> wanted) throws IOException {
    this.text = text;
    List<String> names = header && text.next() ? names() : List.of();
    this.columns = wanted.isEmpty() ? names : List.copyOf(wanted);
    this.expected = names.size();
    this.places = HeaderPlaces.of(text.name(), names, wanted);
  }

  private List<String> names() {
    @Nullable Problem problem = text.problem();
    if (problem != null) {
      throw BadDataException.at(text.name(), 1, "the header: " + problem.message());
    }
    return Arrays.stream(split()).map(name -> new String(name, UTF_8)).toList();
  }

  @Override
  public boolean next() throws IOException {
    if (!text.next()) {
      return false;
    }
    @Nullable Problem problem = text.problem();
    if (problem != null) {
      set(problem);
      return true;
    }
    byte[][] found = split();
    if (expected == 0) {
      expected = found.length;
      places = HeaderPlaces.all(expected);
    }
    if (found.length == expected) {
      set(Arrays.stream(places).mapToObj(place -> found[place]).toArray(byte[][]::new));
    } else {
      set(
          new Problem(
              "columns",
              Plural.of(found.length, "field") + ", expected " + expected + "; correct the line"));
    }
    return true;
  }

  private byte[][] split() {
    byte[] line = text.bytes();
    List<byte[]> fields = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= line.length; at++) {
      if (at == line.length || line[at] == '\t') {
        fields.add(Arrays.copyOfRange(line, start, at));
        start = at + 1;
      }
    }
    return fields.toArray(byte[][]::new);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public String file() {
    return text.name();
  }

  @Override
  public long line() {
    return text.lines().line();
  }

  @Override
  public String text() {
    return text.escaped();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
