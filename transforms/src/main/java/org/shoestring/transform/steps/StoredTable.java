package org.shoestring.transform.steps;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.UsageException;
import org.shoestring.step.OutputSource;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * A table that steps read, or some of its columns: what is sent to workers is where it lies, the
 * hash of its content, and what opens it.
 *
 * @param whole the columns of the table
 * @param chosen names of columns
 */
record StoredTable(
    Stores stores, String folder, String name, Recipe.Input input, Columns whole, Columns chosen)
    implements OutputSource.OfTable, StoredOutput {

  /**
   * A table.
   *
   * @param where what names the columns, for messages
   * @param columns empty for all
   * @throws UsageException if it has no column of a name, or one is named twice
   */
  static StoredTable of(String where, Table table, List<String> columns) {
    Recipe.Input input = new Recipe.Input("", table.manifest().recipe().key(), table.digest());
    Columns chosen = chosen(where, table.columns(), columns);
    String folder = table.stores().at(table.folder()).location();
    return new StoredTable(table.stores(), folder, table.name(), input, table.columns(), chosen);
  }

  /** The columns that are chosen of a table, all if none are named. */
  static Columns chosen(String where, Columns whole, List<String> columns) {
    UsageException.checkDistinct(where, "column", columns);
    for (String column : columns) {
      int unused = Table.field(where, whole, column);
    }
    return columns.isEmpty() ? whole : new Columns(columns);
  }

  @Override
  public String identity() {
    return input.digest() + (chosen.equals(whole) ? "" : ":" + String.join("+", chosen.names()));
  }

  @Override
  public Optional<Columns> columns() {
    return Optional.of(chosen);
  }

  @Override
  public Rows rows() throws IOException {
    Table table = Table.in(stores, folder, name);
    if (!table.digest().equals(input.digest())) {
      throw new BadDataException(
          folder
              + ": its content changed after the stage began: the digest of its table "
              + name
              + " was "
              + input.digest()
              + " and is "
              + table.digest()
              + ". Run again");
    }
    int[] fields =
        chosen.names().stream().mapToInt(column -> table.field(folder, column)).toArray();
    boolean all =
        IntStream.range(0, fields.length).allMatch(i -> fields[i] == i)
            && fields.length == whole.size();
    TableReader reader = table.rows(0);
    return new Rows() {
      @Override
      public boolean next() throws IOException {
        return reader.next();
      }

      @Override
      public TsvRow row() {
        return all ? reader.row() : reader.row().select(fields);
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}
