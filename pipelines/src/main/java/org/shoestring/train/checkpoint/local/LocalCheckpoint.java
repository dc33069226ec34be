package org.shoestring.train.checkpoint.local;

import java.math.BigInteger;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Sha256;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.FolderFiles;
import org.shoestring.train.preset.FoundCheckpoint;

/** A checkpoint in a trainer's folder with what the file system knows of its files. */
public record LocalCheckpoint(
    FoundCheckpoint found, SortedMap<String, FolderFiles.FileFacts> files) {

  /** All in a folder, complete or not. */
  public static List<LocalCheckpoint> all(CheckpointPreset preset, FolderFiles now) {
    List<LocalCheckpoint> all = new ArrayList<>();
    for (FoundCheckpoint found : preset.find(now)) {
      SortedMap<String, FolderFiles.FileFacts> files = new TreeMap<>();
      found.own().forEach(path -> files.put(path, now.files().get(path)));
      all.add(new LocalCheckpoint(found, files));
    }
    return all;
  }

  /** Some of them, the oldest first. */
  public static List<LocalCheckpoint> inOrder(Stream<LocalCheckpoint> some) {
    return some.sorted(
            Comparator.comparing((LocalCheckpoint one) -> one.found.step().orElse(-1))
                .thenComparing(LocalCheckpoint::lastModified)
                .thenComparing(LocalCheckpoint::name, LocalCheckpoint::byNumbers))
        .toList();
  }

  /** Compares names by the numbers in them, for files that have the same time. */
  private static int byNumbers(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static BigInteger[] numbers(String name) {
    return Pattern.compile("[0-9]+")
        .matcher(name)
        .results()
        .map(number -> new BigInteger(number.group()))
        .toArray(BigInteger[]::new);
  }

  /** Whether these are files that were saved: some may be gone where a trainer removes a folder. */
  public boolean isPartOf(@Nullable SortedMap<String, FolderFiles.FileFacts> saved) {
    return saved != null && saved.entrySet().containsAll(files.entrySet());
  }

  public String name() {
    return found.name();
  }

  /** When the first of its files was written to its end. */
  FileTime firstModified() {
    return times().min(Comparator.naturalOrder()).orElseThrow();
  }

  /** When the last of its files was written to its end. */
  public FileTime lastModified() {
    return times().max(Comparator.naturalOrder()).orElseThrow();
  }

  private Stream<FileTime> times() {
    return files.values().stream().map(FolderFiles.FileFacts::modified);
  }

  /** The same hash as long as no file of it is written. */
  String state() {
    Sha256 hash = new Sha256();
    files.forEach(
        (path, facts) ->
            hash.frame(path)
                .frame(Long.toString(facts.bytes()))
                .frame(Long.toString(facts.modified().to(TimeUnit.NANOSECONDS))));
    return hash.hex();
  }
}
