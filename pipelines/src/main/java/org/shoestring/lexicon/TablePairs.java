package org.shoestring.lexicon;

import java.io.IOException;
import java.util.Optional;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.TableName;

/** The sentence pairs in two columns of a table. */
public final class TablePairs implements Pairs {
  private final Table table;
  private final int source;
  private final int target;

  private TablePairs(Table table, int source, int target) {
    this.table = table;
    this.source = source;
    this.target = target;
  }

  /**
   * The pairs of the table in a folder.
   *
   * @param folder has the table's manifest and shards
   * @param source the column to translate from, the first one unless told
   * @param target the column to translate into, the second one unless told
   * @throws UsageException if the folder has no table, or not these columns
   */
  public static TablePairs in(
      Stores stores, String folder, Optional<String> source, Optional<String> target)
      throws IOException {
    Table table = Table.in(stores, folder, TableName.MAIN);
    if (table.columns().size() < 2) {
      throw new UsageException(
          folder
              + ": has only one column ("
              + table.columns()
              + "), but a lexicon needs two; use a table with the text in two languages");
    }
    return new TablePairs(
        table, column(folder, table, source, 0), column(folder, table, target, 1));
  }

  private static int column(String folder, Table table, Optional<String> name, int fallback) {
    return name.map(column -> table.field(folder, column)).orElse(fallback);
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    try (TableReader rows = table.rows(0)) {
      while (rows.next()) {
        visitor.pair(rows.row().text(source), rows.row().text(target));
      }
    }
  }
}
