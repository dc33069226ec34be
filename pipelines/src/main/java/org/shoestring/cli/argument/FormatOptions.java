package org.shoestring.cli.argument;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.shoestring.convert.Format;
import org.shoestring.convert.csv.CsvSettings;
import org.shoestring.spec.UsageException;
import picocli.CommandLine.Option;

/** What {@code import} and {@code export} take of the form of data. */
public final class FormatOptions {
  private static final String COMMA = ",";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "One of ${COMPLETION-CANDIDATES} (default: by the ending of the file name: .jsonl,"
              + " .ndjson, .json, .csv, .tsv or .txt, before .gz or .bz2).")
  private Optional<Format> format = Optional.empty();

  @Option(
      names = "--separator",
      paramLabel = "C",
      defaultValue = COMMA,
      description = "CSV: the character between fields, or 'tab' (default: '${DEFAULT-VALUE}').")
  private String separator = COMMA;

  @Option(
      names = "--no-header",
      description = "CSV and TSV: the first row is data, not the names of the columns.")
  private boolean noHeader;

  /**
   * The format of these files.
   *
   * @throws UsageException if none is named and the files' names tell none
   */
  public Format format(List<String> files) {
    Format found = format.orElseGet(() -> byNames(files));
    allow(!separator.equals(COMMA), "--separator", found, Format.CSV);
    allow(noHeader, "--no-header", found, Format.CSV, Format.TSV);
    return found;
  }

  /** What the names of files tell: one kind for all, or texts side by side. */
  private static Format byNames(List<String> files) {
    List<Optional<Format>> told = files.stream().map(Format::ofFile).distinct().toList();
    boolean texts = told.stream().allMatch(one -> one.orElse(Format.TEXT) == Format.TEXT);
    if (files.size() > 1 && texts) {
      return Format.PARALLEL;
    }
    if (told.size() > 1) {
      throw new UsageException(
          String.join(", ", files)
              + ": these names have different formats; import each format into a file of its"
              + " own, or set one for all with --format");
    }
    return told.get(0)
        .orElseThrow(
            () ->
                new UsageException(
                    files.get(0)
                        + ": cannot tell the format from this name; set it with --format "
                        + String.join(
                            "|", Arrays.stream(Format.values()).map(Format::toString).toList())));
  }

  /** Whether the first record is said to name no columns. */
  public boolean noHeader() {
    return noHeader;
  }

  /** Fails if an option was given that a format does not take. */
  public static void allow(boolean given, String option, Format found, Format... takers) {
    List<Format> allowed = List.of(takers);
    if (given && !allowed.contains(found)) {
      throw new UsageException(
          option
              + " works only with "
              + String.join(", ", allowed.stream().map(Format::toString).toList())
              + "; the format here is "
              + found);
    }
  }

  /** Fails if a column is named twice. */
  public static void checkDistinct(List<String> columns) {
    UsageException.checkDistinct("--columns", "column", columns);
  }

  public CsvSettings csv() {
    return new CsvSettings(CsvSettings.separator("--separator", separator), !noHeader);
  }
}
