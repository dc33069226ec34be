package org.shoestring.store;

import java.nio.file.Path;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.tsv.codec.Codec;

/** Stores of tests at locations of their own. */
public final class TestStores {
  private TestStores() {}

  /** Stores of which that of a location is this one. */
  public static Stores with(String location, ObjectStore store) {
    Stores stores = Stores.withoutOptions().unique();
    stores.put(location, store);
    return stores;
  }

  /** The output of a recipe, in a workspace in this folder. */
  public static Output output(Path workspace, Recipe recipe) {
    return Output.in(
        Stores.withoutOptions(), workspace.toString(), recipe.outputName(), Codec.GZIP, 2);
  }
}
