package org.shoestring.transform.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.foreign.ForeignFile;

/** The first line of a source file, where it names the columns; blanks around names are none. */
public final class Header {
  private Header() {}

  /**
   * The columns that the headers of a unit's files name: all of a file alone, one a file of those
   * side by side.
   *
   * @throws BadDataException if they name none that a table can have
   */
  public static Columns of(Stores stores, ImportUnit unit) throws IOException {
    List<String> names = new ArrayList<>();
    for (String file : unit.files()) {
      List<String> found = read(stores, file);
      if (unit.files().size() > 1 && found.size() != 1) {
        throw BadDataException.at(
            file,
            1,
            "the header has "
                + found.size()
                + " names, but files side by side must have one column each");
      }
      names.addAll(found);
    }
    try {
      return new Columns(names);
    } catch (IllegalArgumentException e) {
      throw BadDataException.at(unit.files().get(0), 1, e.getMessage() + "; correct the header");
    }
  }

  private static List<String> read(Stores stores, String file) throws IOException {
    try (LineReader lines =
        new LineReader(ForeignFile.text(ObjectName.of(file).open(stores), file))) {
      return names(file, lines);
    } catch (CorruptException e) {
      throw new BadDataException(file + ": " + e.withCure(), e);
    }
  }

  /**
   * Passes over the header of a file.
   *
   * @throws BadDataException if it does not name these columns
   */
  static void skip(String file, LineReader lines, List<String> columns) throws IOException {
    List<String> names = names(file, lines);
    if (!names.equals(columns)) {
      throw BadDataException.at(
          file,
          1,
          "the header has the columns "
              + String.join(", ", names)
              + ", expected "
              + String.join(", ", columns)
              + "; correct the header or 'columns'");
    }
  }

  private static List<String> names(String file, LineReader lines) throws IOException {
    if (!lines.next()) {
      throw new BadDataException(
          file
              + ": the file is empty, but its first line must be a header with the names of the"
              + " columns");
    }
    if (lines.isTooLong() || !lines.isValidUtf8()) {
      throw BadDataException.at(file, 1, "the header is not UTF-8, or too long");
    }
    byte[] line = Arrays.copyOfRange(lines.bytes(), lines.start(), lines.end());
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String field : new String(line, StandardCharsets.UTF_8).split("\t", -1)) {
      String name = field.strip();
      if (name.isEmpty()) {
        throw BadDataException.at(
            file, 1, "column " + (names.size() + 1) + " of the header has no name");
      }
      if (!seen.add(name)) {
        throw BadDataException.at(file, 1, "'" + name + "' is in the header twice");
      }
      names.add(name);
    }
    return names;
  }
}
