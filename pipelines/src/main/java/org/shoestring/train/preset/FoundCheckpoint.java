package org.shoestring.train.preset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * A set of files that a preset takes for one checkpoint.
 *
 * @param name as the trainer calls it, the same as long as it is the same checkpoint: {@code
 *     checkpoint-500}, {@code ckpt-7}, {@code model.keras}
 * @param files all files that belong together, sorted, with the pointers; relative, with {@code /}
 * @param pointers those of the files that the next checkpoint overwrites: they name the newest one,
 *     as TensorFlow's {@code checkpoint} and Lightning's {@code last.ckpt} do. When only they
 *     change, this is still the same checkpoint. {@link CheckpointPreset#pointTo} makes them anew.
 * @param step that the name tells; empty if it tells none
 * @param missing why it is not complete as far as the names tell, for people; empty if they are all
 *     there
 */
public record FoundCheckpoint(
    String name,
    List<String> files,
    List<String> pointers,
    OptionalLong step,
    Optional<String> missing) {

  public FoundCheckpoint {
    files = List.copyOf(new TreeSet<>(files));
    pointers = List.copyOf(new TreeSet<>(pointers));
  }

  /** The files that make it this checkpoint: all but the pointers. */
  public List<String> own() {
    return files.stream().filter(file -> !pointers.contains(file)).toList();
  }

  /** One file that is a checkpoint by its name. */
  static FoundCheckpoint ofFile(String path, OptionalLong step) {
    return new FoundCheckpoint(path, List.of(path), List.of(), step, Optional.empty());
  }
}
