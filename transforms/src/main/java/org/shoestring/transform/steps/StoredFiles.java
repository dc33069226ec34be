package org.shoestring.transform.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.step.OutputSource;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Warnings;
import org.shoestring.table.local.NamedInput;
import org.shoestring.table.local.NamedInputs;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Recipe;

/**
 * Files that steps read: what is sent to workers is where they lie, the hash of their content, and
 * what opens them. A machine makes one copy, in its folder for local work.
 */
record StoredFiles(NamedInput files) implements OutputSource.OfFiles, StoredOutput {
  private static final String COPIES = "_outputs";

  /**
   * Files.
   *
   * @param name of the parameter
   */
  static StoredFiles of(String name, Stores stores, String folder, Manifest manifest) {
    Recipe.Input input = new Recipe.Input("", manifest.recipe().key(), manifest.filesDigest());
    return new StoredFiles(NamedInput.ofFiles(name, stores, stores.at(folder).location(), input));
  }

  @Override
  public Recipe.Input input() {
    return files.input();
  }

  @Override
  public String identity() {
    return input().digest();
  }

  @Override
  public Path folder() throws IOException {
    Path work = files.stores().workFolder().resolve(COPIES);
    return new NamedInputs(List.of(files)).bring(work, Warnings::tell).get(0).folder();
  }
}
