package org.shoestring.experiment;

import java.util.List;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.table.record.TableName;

/**
 * An output of another stage as a user names it: {@code STAGE[.TABLE][:COLUMN[,COLUMN]]}.
 *
 * @param table {@code main} if none is named
 * @param columns empty for all
 */
public record Reference(String where, String stage, String table, List<String> columns) {
  public Reference {
    columns = List.copyOf(columns);
  }

  /** Reads the written form; whether there is such a stage is checked by the experiment. */
  public static Reference parse(String where, String text) {
    int colon = text.indexOf(':');
    String output = colon < 0 ? text : text.substring(0, colon);
    List<String> columns =
        colon < 0 ? List.of() : List.of(text.substring(colon + 1).split(",", -1));
    int dot = output.indexOf('.');
    String stage = dot < 0 ? output : output.substring(0, dot);
    String table = dot < 0 ? TableName.MAIN : output.substring(dot + 1);
    if (stage.isEmpty() || table.isEmpty() || columns.contains("")) {
      throw new UsageException(
          where
              + ": "
              + Shown.quoted(text)
              + " is not an input; write STAGE, STAGE.TABLE or STAGE:COLUMN");
    }
    return new Reference(where, stage, table, columns);
  }

  /** Fails if columns are named, which {@code what} cannot choose. */
  public Reference whole(String what) {
    if (!columns.isEmpty()) {
      throw new UsageException(
          where
              + ": "
              + what
              + " works on whole tables; to choose columns, add a preprocess stage with the step"
              + " select: "
              + String.join("+", columns));
    }
    return this;
  }

  /** The written form without columns. */
  public String output() {
    return table.equals(TableName.MAIN) ? stage : stage + "." + table;
  }
}
