package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.shoestring.spec.Arguments;
import org.shoestring.store.glob.GlobPattern;
import org.shoestring.train.preset.content.FileFaults;

/**
 * Rules of the user's own: each file or folder that a pattern matches is a checkpoint. It is
 * complete when its done-file is there and not older than the rest; without one, as soon as it has
 * its name, which a trainer gives it by renaming.
 *
 * @param name of the preset
 * @param pattern of paths of files, or of folders that are checkpoints with all that is in them
 * @param done the path of the done-file, each {@code *} of which stands for what the wildcard of
 *     the pattern in the same place matched; empty if there is none
 */
record FilesPreset(String name, String pattern, String done) implements CheckpointPreset {
  static final String NAME = "files";

  /** The models of {@code shoestring lexicon train}, which are renamed when they are whole. */
  static final FilesPreset LEXICON = new FilesPreset("lexicon", "iteration-*.model1", "");

  /** The preset of these parameters. */
  static FilesPreset of(Arguments arguments) {
    FilesPreset preset = new FilesPreset(NAME, arguments.text("pattern"), arguments.text("done"));
    long stars = preset.done.chars().filter(c -> c == '*').count();
    int wildcards = preset.wildcards();
    if (stars > wildcards) {
      throw arguments.error(
          "done has "
              + stars
              + " wildcards, but pattern has "
              + wildcards
              + "; each * of done stands for what a wildcard of pattern matched, for example"
              + " pattern=model-*.bin,done=model-*.done");
    }
    return preset;
  }

  /** The number of wildcards in the pattern, which only matching tells. */
  private int wildcards() {
    return GlobPattern.of(pattern).wildcards();
  }

  @Override
  public String summary() {
    return "files or folders that pattern matches; complete when the file done is there, or as soon"
        + " as they have their names";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return find(files).stream().map(FoundCheckpoint::name).findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    GlobPattern names = GlobPattern.of(pattern);
    SortedMap<String, FoundCheckpoint> found = new TreeMap<>();
    for (CheckpointFolder folder :
        CheckpointFolder.of(files, path -> names.matches(path.substring(0, path.length() - 1)))) {
      found.put(
          folder.name(),
          withDone(files, names, folder.found(StepNames.of(folder.name()), Optional.empty())));
    }
    for (String path : files.paths().filter(names::matches).toList()) {
      boolean inFolder = found.values().stream().anyMatch(other -> other.files().contains(path));
      if (!inFolder && !isDone(files, names, path)) {
        found.put(path, withDone(files, names, FoundCheckpoint.ofFile(path, StepNames.of(path))));
      }
    }
    return List.copyOf(found.values());
  }

  /** Whether a file that the pattern matches, too, is the done-file of another. */
  private boolean isDone(FolderFiles files, GlobPattern names, String path) {
    return !done.isEmpty()
        && files
            .paths()
            .filter(other -> !other.equals(path) && names.matches(other))
            .anyMatch(other -> doneFile(names, other).equals(path));
  }

  private FoundCheckpoint withDone(FolderFiles files, GlobPattern names, FoundCheckpoint found) {
    if (done.isEmpty()) {
      return found;
    }
    String file = doneFile(names, found.name());
    if (!files.files().containsKey(file)) {
      return new FoundCheckpoint(
          found.name(),
          found.files(),
          List.of(),
          found.step(),
          found.missing().or(() -> Optional.of("no " + file + " yet")));
    }
    Optional<String> newer = files.writtenAgain(found.files(), file);
    List<String> all = new ArrayList<>(found.files());
    all.add(file);
    return new FoundCheckpoint(
        found.name(), all, List.of(), found.step(), found.missing().or(() -> newer));
  }

  private String doneFile(GlobPattern names, String path) {
    StringBuilder file = new StringBuilder();
    List<String> matched = names.matched(path);
    int next = 0;
    for (int i = 0; i < done.length(); i++) {
      if (done.charAt(i) == '*') {
        file.append(matched.get(next++));
      } else {
        file.append(done.charAt(i));
      }
    }
    return file.toString();
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    return FileFaults.first(folder, found.files(), path -> Optional.empty());
  }
}
