package org.shoestring.convert;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;

/** The records of several files of one kind, one file after another. */
public final class RecordsInSequence extends Records {
  private final List<String> sources;
  private final Opener opener;
  private final List<String> columns;
  private final String first;
  private Records current;
  private int opened = 1;
  private int width = -1;

  /** Opens a source. */
  public interface Opener {
    Records open(String source) throws IOException;
  }

  /**
   * The records of these sources, of which one is open at a time.
   *
   * @param sources at least one
   */
  public RecordsInSequence(List<String> sources, Opener opener) throws IOException {
    this.sources = List.copyOf(sources);
    this.opener = opener;
    this.current = opener.open(sources.get(0));
    this.columns = current.columns();
    this.first = current.file();
  }

  /**
   * Moves to the next record.
   *
   * @throws UsageException if a file names other columns than the first
   * @throws BadDataException if a record has other columns than those of the first file
   */
  @Override
  public boolean next() throws IOException {
    while (!current.next()) {
      if (opened == sources.size()) {
        return false;
      }
      current.close();
      current = opener.open(sources.get(opened++));
      checkColumns();
    }
    @Nullable Problem problem = current.problem();
    if (problem == null) {
      checkWidth(current.fields().length);
      set(current.fields());
    } else {
      set(problem);
    }
    return true;
  }

  private void checkColumns() {
    if (!current.columns().equals(columns)) {
      throw new UsageException(
          current.file()
              + ":1: the columns are "
              + String.join(", ", current.columns())
              + ", but those of "
              + first
              + " are "
              + String.join(", ", columns)
              + "; choose columns that all files have with --columns");
    }
  }

  private void checkWidth(int found) {
    if (width < 0) {
      width = found;
    }
    if (found != width) {
      throw BadDataException.at(
          current.file(),
          current.line(),
          Plural.of(found, "field")
              + ", but the rows of "
              + first
              + " have "
              + width
              + "; all files of one import need the same number of fields");
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public String file() {
    return current.file();
  }

  @Override
  public long line() {
    return current.line();
  }

  @Override
  public String text() {
    return current.text();
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
