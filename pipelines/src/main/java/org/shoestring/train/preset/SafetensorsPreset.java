package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.KnownContent;

/**
 * One {@code .safetensors} file, or all {@code NAME-00001-of-0000n.safetensors} with their {@code
 * NAME.safetensors.index.json}. Tested with files laid out as safetensors 0.6.2 writes them, and
 * with the real library, 0.8.0, where it is installed.
 */
record SafetensorsPreset() implements CheckpointPreset {
  private static final String SUFFIX = ".safetensors";
  private static final String INDEX = SUFFIX + ".index.json";
  private static final GlobPattern NAMES = GlobPattern.of("**{" + SUFFIX + "," + INDEX + "}");
  private static final Pattern SHARD =
      Pattern.compile("(?<base>.*)-\\d{5}-of-(?<count>\\d{5})\\.safetensors");

  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public String summary() {
    return "one .safetensors file, or all shards with their index; complete when each is as long as"
        + " its header says";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return SingleFileEvidence.first(files, files.paths().filter(NAMES::matches));
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    SortedSet<String> sharded = new TreeSet<>();
    List<FoundCheckpoint> found = new ArrayList<>();
    for (String path : files.paths().filter(NAMES::matches).toList()) {
      Matcher shard = SHARD.matcher(path);
      if (path.endsWith(INDEX)) {
        sharded.add(path.substring(0, path.length() - INDEX.length()));
      } else if (shard.matches()) {
        sharded.add(shard.group("base"));
      } else {
        found.add(FoundCheckpoint.ofFile(path, StepNames.of(path)));
      }
    }
    sharded.forEach(base -> found.add(sharded(files, base)));
    return found;
  }

  private static FoundCheckpoint sharded(FolderFiles files, String base) {
    List<String> all = new ArrayList<>();
    Optional<String> missing = Optional.of("no " + base + " shards yet");
    for (String path : files.paths().filter(NAMES::matches).toList()) {
      Matcher shard = SHARD.matcher(path);
      if (shard.matches() && shard.group("base").equals(base)) {
        all.add(path);
        missing = missing(files, base, Integer.parseInt(shard.group("count")));
      }
    }
    String index = base + INDEX;
    if (files.files().containsKey(index)) {
      all.add(index);
    }
    return new FoundCheckpoint(base, all, List.of(), StepNames.of(base), missing);
  }

  private static Optional<String> missing(FolderFiles files, String base, int count) {
    for (int i = 1; i <= count; i++) {
      String shard = String.format(Locale.ROOT, "%s-%05d-of-%05d%s", base, i, count, SUFFIX);
      if (!files.files().containsKey(shard)) {
        return Optional.of("no " + shard + " yet");
      }
    }
    return files.files().containsKey(base + INDEX)
        ? Optional.empty()
        : Optional.of("no " + base + INDEX + " yet");
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(folder, found.files(), path -> KnownContent.fault(path, false));
  }
}
