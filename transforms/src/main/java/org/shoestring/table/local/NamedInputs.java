package org.shoestring.table.local;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.shoestring.table.record.Recipe;

/**
 * The outputs that a command names. Each machine that runs it has one copy of them in its own
 * folder for local work, which the threads and processes there share.
 */
public record NamedInputs(List<NamedInput> inputs) implements Serializable {
  /** Those of a command that names none. */
  public static final NamedInputs NONE = new NamedInputs(List.of());

  public NamedInputs {
    inputs = List.copyOf(inputs);
  }

  /**
   * Where the copies are: a folder that is named after what they are copies of, and how the command
   * names them, so that a later run finds them.
   *
   * @param work the folder for local work
   */
  public Path folder(Path work) {
    List<Recipe.Fact> names =
        inputs.stream().map(input -> new Recipe.Fact("name", input.name())).toList();
    List<Recipe.Input> contents = inputs.stream().map(NamedInput::input).toList();
    return work.resolve(new Recipe("copies", names, contents).outputName());
  }

  /**
   * Makes the copies, or what is missing of them, in the same order.
   *
   * @param work the folder for local work
   * @param remarks takes what had to be mended
   */
  public List<SharedCopy> bring(Path work, Consumer<String> remarks) throws IOException {
    Path folder = folder(work);
    List<SharedCopy> copies = new ArrayList<>();
    for (NamedInput input : inputs) {
      copies.add(input.bring(folder.resolve(input.name()), remarks));
    }
    return copies;
  }
}
