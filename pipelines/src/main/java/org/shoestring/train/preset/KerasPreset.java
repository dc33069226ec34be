package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.Hdf5Check;
import org.shoestring.train.preset.content.KerasCheck;

/**
 * One file of Keras: {@code .keras}, a zip, or HDF5 ({@code .h5}, {@code .hdf5}, {@code
 * .weights.h5}); both are written in place. HDF5 is tested with h5py 3.7, {@code .keras} with zips
 * laid out as Keras 3.16 writes them.
 */
record KerasPreset() implements CheckpointPreset {
  private static final GlobPattern NAMES = GlobPattern.of("**.{keras,h5,hdf5}");

  @Override
  public String name() {
    return "keras";
  }

  @Override
  public String summary() {
    return "one .keras or .h5 file; complete when its zip directory and weights are there, or when"
        + " it ends where its HDF5 superblock says";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return files.paths().filter(NAMES::matches).findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    return files
        .paths()
        .filter(NAMES::matches)
        .map(path -> FoundCheckpoint.ofFile(path, StepNames.named(path)))
        .toList();
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.files(),
        path ->
            path.toString().endsWith(".keras") ? KerasCheck.fault(path) : Hdf5Check.fault(path));
  }
}
