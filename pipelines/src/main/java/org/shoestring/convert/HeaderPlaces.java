package org.shoestring.convert;

import java.util.List;
import java.util.stream.IntStream;
import org.shoestring.spec.UsageException;

/** Where the columns that are wanted stand in a file, by the names in its first record. */
public final class HeaderPlaces {
  private HeaderPlaces() {}

  /**
   * The place of each wanted column, counted from 0; all places if none is named.
   *
   * @param file for messages
   * @throws UsageException if the header has not all of them, each once
   */
  public static int[] of(String file, List<String> header, List<String> wanted) {
    return wanted.isEmpty()
        ? all(header.size())
        : wanted.stream().mapToInt(column -> place(file, header, column)).toArray();
  }

  public static int[] all(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static int place(String file, List<String> header, String column) {
    int place = header.indexOf(column);
    if (place < 0) {
      throw UsageException.unknown(file + ":1", "column", column, header);
    }
    if (place != header.lastIndexOf(column)) {
      throw new UsageException(
          file
              + ":1: column '"
              + column
              + "' is in the header twice ("
              + String.join(", ", header)
              + "); rename one of them, or import all columns, without --columns");
    }
    return place;
  }
}
