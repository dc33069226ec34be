package org.shoestring.table.local;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;

/**
 * An output that a command names: a reference that is sent to workers in place of a path.
 *
 * @param name as the command has it; also that of a local copy
 * @param stores what opens it
 * @param location of the output
 * @param table of the output; empty for an output of files
 * @param input what it must be, by its key and digest
 */
public record NamedInput(
    String name, Stores stores, String location, String table, Recipe.Input input)
    implements Serializable {

  /** An output of files. */
  public static NamedInput ofFiles(
      String name, Stores stores, String location, Recipe.Input input) {
    return new NamedInput(name, stores, location, "", input);
  }

  /** A table. */
  public static NamedInput ofTable(String name, Table table, Recipe.Input input) {
    return new NamedInput(name, table.stores(), table.folder(), table.name(), input);
  }

  /**
   * Makes the local copy, or what is missing of it.
   *
   * @throws BadDataException if the output is not what it was when it was referred to
   */
  SharedCopy bring(Path folder, Consumer<String> remarks) throws IOException {
    Manifest manifest = Table.manifestIn(stores, location);
    if (table.isEmpty()) {
      check(manifest.filesDigest());
      LocalCopy.ofFiles(stores, location, manifest, folder, remarks);
    } else {
      Table whole = Table.of(stores, location, location, manifest, table);
      check(whole.digest());
      LocalCopy.ofTable(whole, folder, remarks);
    }
    return SharedCopy.of(name, folder);
  }

  private void check(String digest) {
    if (!digest.equals(input.digest())) {
      throw new BadDataException(
          location
              + ": the content of {"
              + name
              + "} changed after the stage began: its digest was "
              + input.digest()
              + " and is "
              + digest
              + ". Run again");
    }
  }
}
