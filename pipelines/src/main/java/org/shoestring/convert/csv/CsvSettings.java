package org.shoestring.convert.csv;

import org.apache.commons.csv.CSVFormat;
import org.shoestring.spec.UsageException;

/**
 * How a CSV file is written.
 *
 * @param separator between fields: ASCII
 * @param header whether the first record names the columns
 */
public record CsvSettings(char separator, boolean header) {

  /**
   * The separator that a user names.
   *
   * @throws UsageException if it can be none
   */
  public static char separator(String where, String text) {
    char separator = text.equals("tab") ? '\t' : text.length() == 1 ? text.charAt(0) : '"';
    if (separator >= 0x7f || separator == '"' || separator == '\r' || separator == '\n') {
      throw UsageException.mustBe(where, "'tab' or one ASCII character that is not a quote", text);
    }
    return separator;
  }

  CSVFormat format() {
    return CSVFormat.RFC4180.builder().setDelimiter(separator).get();
  }
}
