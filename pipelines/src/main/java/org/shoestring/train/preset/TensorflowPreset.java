package org.shoestring.train.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.shoestring.train.preset.content.FileFaults;
import org.shoestring.train.preset.content.TensorTableCheck;
import org.shoestring.train.preset.content.TensorflowPointer;

/**
 * {@code PREFIX-N.index} and all {@code PREFIX-N.data-0000i-of-0000n} of TensorFlow, with the file
 * {@code checkpoint} beside them, which is written last and says which is the newest. The {@code
 * .meta} of an old Saver comes behind even that. Tested with TensorFlow 2.16.2 ({@code
 * .ci/tensorflow}), and with files laid out as 2.21 writes them ({@code tensor_bundle.cc}, {@code
 * checkpoint_management.py}).
 */
record TensorflowPreset() implements CheckpointPreset {
  private static final Pattern PART =
      Pattern.compile(
          "(?<prefix>.*[^/])\\.(?:index|meta|data-(?<number>\\d{5})-of-(?<count>\\d{5}))");

  /** Other programs write such files, too. */
  private static final String META = ".meta";

  private static final Pattern NUMBERED = Pattern.compile("(?<stem>.*)-(?<number>\\d{1,18})");

  /** The old Saver counts steps; a newer Checkpoint counts saves. */
  private static final Pattern STEPS = Pattern.compile(".*\\.ckpt-(?<number>\\d{1,18})");

  @Override
  public String name() {
    return "tensorflow";
  }

  @Override
  public String summary() {
    return "PREFIX-N.index with all PREFIX-N.data files; complete when the file 'checkpoint' names"
        + " it or a later one";
  }

  @Override
  public Optional<String> evidence(FolderFiles files) {
    return files
        .paths()
        .filter(path -> PART.matcher(path).matches() && !isSavedModel(path))
        .filter(path -> path.contains(".data-"))
        .findFirst();
  }

  @Override
  public List<FoundCheckpoint> find(FolderFiles files) {
    SortedSet<String> prefixes = new TreeSet<>();
    files
        .paths()
        .filter(path -> !isSavedModel(path))
        .filter(path -> !path.endsWith(META))
        .map(PART::matcher)
        .filter(Matcher::matches)
        .forEach(part -> prefixes.add(part.group("prefix")));
    return prefixes.stream().map(prefix -> found(files, prefix)).toList();
  }

  /** A model for serving has such files, too, but is no checkpoint. */
  private static boolean isSavedModel(String path) {
    return path.matches("(?:.*/)?variables/variables\\.[^/]*");
  }

  private static FoundCheckpoint found(FolderFiles files, String prefix) {
    List<String> own =
        files
            .paths()
            .filter(
                path -> {
                  Matcher part = PART.matcher(path);
                  return part.matches() && part.group("prefix").equals(prefix);
                })
            .toList();
    String pointer = TensorflowPointer.beside(prefix);
    List<String> pointers = files.files().containsKey(pointer) ? List.of(pointer) : List.of();
    Matcher steps = STEPS.matcher(prefix);
    return new FoundCheckpoint(
        prefix,
        Stream.concat(own.stream(), pointers.stream()).toList(),
        pointers,
        steps.matches()
            ? OptionalLong.of(Long.parseLong(steps.group("number")))
            : StepNames.named(prefix),
        missing(files, prefix, own));
  }

  private static Optional<String> missing(FolderFiles files, String prefix, List<String> own) {
    if (!own.contains(prefix + ".index")) {
      return Optional.of("no " + prefix + ".index yet");
    }
    Optional<String> data = missingData(prefix, own);
    if (data.isPresent()) {
      return data;
    }
    String name = prefix.substring(prefix.lastIndexOf('/') + 1);
    boolean named =
        TensorflowPointer.read(files.folder().resolve(TensorflowPointer.beside(prefix))).stream()
            .anyMatch(newest -> newest.equals(name) || isLater(newest, name));
    return named
        ? Optional.empty()
        : Optional.of("no file 'checkpoint' names it or a later one yet");
  }

  private static Optional<String> missingData(String prefix, List<String> own) {
    for (String path : own) {
      Matcher part = PART.matcher(path);
      if (part.matches() && part.group("count") != null) {
        int count = Integer.parseInt(part.group("count"));
        for (int i = 0; i < count; i++) {
          String data = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, i, count);
          if (!own.contains(data)) {
            return Optional.of("no " + data + " yet");
          }
        }
        return Optional.empty();
      }
    }
    return Optional.of("no " + prefix + ".data files yet");
  }

  private static boolean isLater(String newest, String name) {
    Matcher one = NUMBERED.matcher(newest);
    Matcher other = NUMBERED.matcher(name);
    return one.matches()
        && other.matches()
        && one.group("stem").equals(other.group("stem"))
        && Long.parseLong(one.group("number")) > Long.parseLong(other.group("number"));
  }

  private static long number(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? Long.parseLong(matcher.group("number")) : -1;
  }

  @Override
  public Optional<String> fault(Path folder, FoundCheckpoint found) throws IOException {
    SortedMap<Integer, Path> data = new TreeMap<>();
    for (String path : found.own()) {
      Matcher part = PART.matcher(path);
      if (part.matches() && part.group("number") != null) {
        data.put(Integer.parseInt(part.group("number")), folder.resolve(path));
      }
    }
    return FileFaults.first(
        folder,
        found.own(),
        path ->
            path.toString().endsWith(".index")
                ? TensorTableCheck.fault(path, data)
                : Optional.empty());
  }

  /** Names this one as the newest, and as the others those that are there with it. */
  @Override
  public void pointTo(Path folder, FoundCheckpoint restored) throws IOException {
    String beside = TensorflowPointer.beside(restored.name());
    Path pointer = folder.resolve(beside);
    String name = restored.name().substring(restored.name().lastIndexOf('/') + 1);
    List<String> known = TensorflowPointer.read(pointer);
    if (!known.isEmpty() && known.get(0).equals(name)) {
      return;
    }
    FolderFiles files = FolderFiles.of(folder);
    List<TensorflowPointer.Named> all = new ArrayList<>();
    for (FoundCheckpoint found : find(files)) {
      String other = found.name().substring(found.name().lastIndexOf('/') + 1);
      FolderFiles.FileFacts index = files.files().get(found.name() + ".index");
      boolean isBeside = TensorflowPointer.beside(found.name()).equals(beside);
      if (isBeside && index != null && (other.equals(name) || isLater(name, other))) {
        all.add(new TensorflowPointer.Named(other, index.modified()));
      }
    }
    all.sort(
        Comparator.comparing(one -> one.name().equals(name) ? Long.MAX_VALUE : number(one.name())));
    if (all.isEmpty() || !all.get(all.size() - 1).name().equals(name)) {
      return; // Its index is not there.
    }
    Path written = pointer.resolveSibling(".checkpoint.new");
    Files.writeString(written, TensorflowPointer.text(all));
    Files.move(
        written, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
