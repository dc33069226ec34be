package org.shoestring.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.UsageException;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.Columns;

/** The tables that stages will make, as far as the experiment's file tells before any is run. */
public final class KnownTables {
  private final Map<String, Map<String, Columns>> byStage = new HashMap<>();

  /**
   * Takes note of what a stage will make.
   *
   * @param tables none for files; empty if only running it will tell
   */
  void add(Stage stage, Optional<Map<String, Columns>> tables) {
    tables.ifPresent(known -> byStage.put(stage.name(), known));
  }

  /**
   * The columns of a table; empty if only running its stage will tell.
   *
   * @throws UsageException if the stage will not make it
   */
  public Optional<Columns> columns(Reference reference) {
    return Optional.ofNullable(byStage.get(reference.stage()))
        .map(tables -> Table.columns(reference.where(), tables, reference.table()));
  }

  /**
   * The columns that a reference chooses, all if it names none; empty if only running its stage
   * will tell.
   *
   * @throws UsageException if there will be none of that name
   */
  public Optional<List<String>> chosen(Reference reference) {
    return columns(reference)
        .map(
            columns -> {
              for (String column : reference.columns()) {
                int unused = Table.field(reference.where(), columns, column);
              }
              return reference.columns().isEmpty() ? columns.names() : reference.columns();
            });
  }

  /** What a stage makes; empty if only running it will tell. */
  public Optional<OutputForm> form(Reference reference) {
    return Optional.ofNullable(byStage.get(reference.stage()))
        .map(tables -> tables.isEmpty() ? OutputForm.FILES : OutputForm.TABLE);
  }

  /**
   * Checks a reference to a table or to files.
   *
   * @throws UsageException if the stage makes other tables
   */
  public void check(Reference reference) {
    Map<String, Columns> tables = byStage.get(reference.stage());
    if (tables != null && !(tables.isEmpty() && reference.table().equals(TableName.MAIN))) {
      Columns unused = Table.columns(reference.where(), tables, reference.table());
    }
  }
}
