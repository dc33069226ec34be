package org.shoestring.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.OutputLocation;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.Shard;
import org.shoestring.transform.scoring.ScoreTable;

/** What mains and recipes share about the tables that they read. */
final class InputTables {
  private InputTables() {}

  /** A table as an input of a recipe. */
  static Recipe.Input of(String role, Table table) {
    return new Recipe.Input(role, table.manifest().recipe().key(), table.digest());
  }

  /** The bytes of a table's lines. */
  static long raw(Table table) {
    return table.shards().stream().mapToLong(Shard::raw).sum();
  }

  /** The stored bytes of a table. */
  static long bytes(Table table) {
    return table.shards().stream().mapToLong(Shard::compressed).sum();
  }

  /** The table of {@code FOLDER} or {@code FOLDER/TABLE}, the value of an option. */
  static Table table(Stores stores, String option, String text) throws IOException {
    return Table.at(stores, option + ": ", text)
        .orElseThrow(
            () ->
                new UsageException(
                    option
                        + ": "
                        + text
                        + ": no table is there, because neither this folder nor the one above it has a "
                        + Manifest.NAME
                        + "; give the folder of a finished output, or FOLDER/TABLE"));
  }

  /** One column of {@code FOLDER:COLUMN}; the column may be left out where there is only one. */
  static ScoreTable.Text column(Stores stores, String option, String text) throws IOException {
    OutputLocation location = OutputLocation.parse(text);
    Table table = table(stores, option, location.place());
    List<String> columns =
        location.columns().isEmpty() ? table.columns().names() : location.columns();
    if (columns.size() > 1) {
      throw new UsageException(
          option
              + ": "
              + text
              + " has more than one column ("
              + String.join(", ", columns)
              + "); choose one with "
              + location.place()
              + ":COLUMN");
    }
    return new ScoreTable.Text(table, table.field(option, columns.get(0)));
  }

  /** Steps or metrics separated by {@code ;}. */
  static List<Spec> specs(String option, String text) {
    return Stream.of(text.split(";", -1)).map(spec -> Spec.parse(option, spec.strip())).toList();
  }
}
