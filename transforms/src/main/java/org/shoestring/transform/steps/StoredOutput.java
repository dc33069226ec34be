package org.shoestring.transform.steps;

import java.io.IOException;
import java.util.Optional;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.UsageException;
import org.shoestring.step.OutputParameter;
import org.shoestring.step.OutputSource;
import org.shoestring.store.Stores;
import org.shoestring.table.OutputLocation;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;

/** An output that steps read and that exists. */
sealed interface StoredOutput extends OutputSource permits StoredTable, StoredFiles {

  /** What it is to a recipe, but for its role. */
  Recipe.Input input();

  /**
   * The output at the location that is the value of a parameter.
   *
   * @throws UsageException if there is none, or one of the other form
   */
  static OutputSource at(Stores stores, OutputParameter parameter) throws IOException {
    OutputLocation location = OutputLocation.parse(parameter.value());
    String where = parameter.where();
    Optional<Manifest> whole = Table.findManifest(stores, location.place());
    boolean isFiles = whole.isPresent() && whole.get().tables().isEmpty();
    if (parameter.form() == OutputForm.FILES) {
      if (isFiles && !location.columns().isEmpty()) {
        throw new UsageException(where + ": files have no columns; write only " + location.place());
      }
      if (isFiles) {
        return StoredFiles.of(parameter.name(), stores, location.place(), whole.get());
      }
      if (whole.isPresent() || Table.at(stores, location.place()).isPresent()) {
        throw parameter.isOther(location.place());
      }
      throw missing(parameter, "");
    }
    if (isFiles) {
      throw parameter.isOther(location.place());
    }
    Table table =
        Table.at(stores, where + ": ", location.place())
            .orElseThrow(() -> missing(parameter, " or FOLDER/TABLE"));
    return StoredTable.of(where, table, location.columns());
  }

  private static UsageException missing(OutputParameter parameter, String also) {
    return new UsageException(
        parameter.where()
            + ": "
            + parameter.value()
            + ": there is no finished output, because there is no "
            + Manifest.NAME
            + ", which is written last; give the FOLDER of one"
            + also);
  }
}
