package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How one library writes its checkpoints. */
public interface CheckpointPreset {

  /** As users write it: {@code huggingface}. */
  String name();

  /** One sentence for help: what is a checkpoint, and when it is complete. */
  String summary();

  /**
   * A file or folder by which this library is recognized, for people: {@code checkpoint-500/};
   * empty if there is nothing of it.
   */
  Optional<String> evidence(FolderFiles files);

  /** The checkpoints in a folder, complete or not, in the order of their names. */
  List<FoundCheckpoint> find(FolderFiles files);

  /**
   * Why the content of a checkpoint's files is not complete, for people; empty if it is. It reads
   * only ends and headers, in flat memory. A file that is gone is a fault too.
   *
   * @param folder the files lie in it by the paths that {@code found} names: the folder that they
   *     were found in, or a copy
   */
  Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException;

  /**
   * For how long the files of a checkpoint must not have changed, where nothing else tells that it
   * is complete.
   */
  default Duration quiet(FoundCheckpoint found) {
    return Duration.ZERO;
  }

  /**
   * Whether files may be missing until it has not changed for that long: a trainer that is killed
   * before leaves what looks complete and is not.
   */
  default boolean restsOnQuiet(FoundCheckpoint found) {
    return !quiet(found).isZero();
  }

  /**
   * Makes the files by which the trainer finds its newest checkpoint name this one, in a folder
   * that it was restored into. Nothing is done where names alone tell the trainer.
   */
  default void pointTo(Path folder, FoundCheckpoint restored) throws IOException {}

  /** The same for the checkpoint of a name; nothing is done if there is none in the folder. */
  default void pointTo(Path folder, String restored) throws IOException {
    for (FoundCheckpoint found : find(FolderFiles.of(folder))) {
      if (found.name().equals(restored)) {
        pointTo(folder, found);
      }
    }
  }
}
