package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.Hdf5Check;
import org.shoestring.train.preset.content.KerasCheck;
import org.shoestring.train.preset.content.KnownContent;

/**
 * One file of Keras: {@code .keras}, a zip, or HDF5 ({@code .h5}, {@code .hdf5}, {@code
 * .weights.h5}); both are written in place. Weights in shards are one checkpoint with their {@code
 * NAME.weights.json}, which comes last. HDF5 is tested with h5py 3.7, {@code .keras} and shards
 * with files laid out as Keras 3.15 writes them.
 */
record KerasPreset() implements CheckpointPreset {
  private static final GlobPattern NAMES = GlobPattern.of("**.{keras,h5,hdf5}");
  private static final String INDEX = ".weights.json";

  /** Epochs, by which users name files, begin with 1. */
  private static final String FIRST = "_00000.weights.h5";

  private static final Pattern SHARD = Pattern.compile("(?<base>.*)_\\d{5}\\.weights\\.h5");

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
    SortedSet<String> sharded = new TreeSet<>();
    List<FoundCheckpoint> found = new ArrayList<>();
    for (String path : files.paths().filter(NAMES::matches).toList()) {
      Matcher shard = SHARD.matcher(path);
      if (shard.matches() && files.files().containsKey(shard.group("base") + FIRST)) {
        sharded.add(shard.group("base"));
      } else {
        found.add(FoundCheckpoint.ofFile(path, StepNames.named(path)));
      }
    }
    sharded.forEach(base -> found.add(sharded(files, base)));
    return found;
  }

  private static FoundCheckpoint sharded(FolderFiles files, String base) {
    String index = base + INDEX;
    List<String> shards =
        files
            .paths()
            .filter(
                path -> {
                  Matcher shard = SHARD.matcher(path);
                  return shard.matches() && shard.group("base").equals(base);
                })
            .toList();
    if (!files.files().containsKey(index)) {
      Optional<String> missing = Optional.of("no " + index + " yet");
      return new FoundCheckpoint(base, shards, List.of(), StepNames.named(base), missing);
    }
    List<String> all = new ArrayList<>(shards);
    all.add(index);
    return new FoundCheckpoint(
        base, all, List.of(), StepNames.named(base), files.writtenAgain(shards, index));
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(
        folder,
        found.files(),
        path -> {
          String name = path.toString();
          return name.endsWith(".keras")
              ? KerasCheck.fault(path)
              : name.endsWith(INDEX) ? KnownContent.fault(path, false) : Hdf5Check.fault(path);
        });
  }
}
