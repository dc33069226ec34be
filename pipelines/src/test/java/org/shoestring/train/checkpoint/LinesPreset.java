package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/**
 * Checkpoints of a trainer that ends each with a line {@code end}: {@code step-7}, {@code best}.
 */
public final class LinesPreset implements CheckpointPreset {
  private static final Pattern STEP = Pattern.compile("step-([0-9]+)");

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public String summary() {
    return "a text that ends in a line 'end'";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return files.files().keySet().stream().findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    return files.files().keySet().stream()
        .collect(Collectors.groupingBy(path -> path.replaceFirst("/.*", "")))
        .entrySet()
        .stream()
        .map(one -> found(one.getKey(), one.getValue()))
        .sorted(Comparator.comparing(FoundCheckpoint::name))
        .toList();
  }

  private static FoundCheckpoint found(String name, List<String> paths) {
    Matcher step = STEP.matcher(name);
    OptionalLong number =
        step.matches() ? OptionalLong.of(Long.parseLong(step.group(1))) : OptionalLong.empty();
    return new FoundCheckpoint(name, paths, List.of(), number, Optional.empty());
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    try {
      for (String file : found.files()) {
        if (!Files.readString(folder.resolve(file)).endsWith("\nend\n")) {
          return Optional.of("it has no end");
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of("it is gone");
    }
  }
}
