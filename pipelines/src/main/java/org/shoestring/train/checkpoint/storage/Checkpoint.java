package org.shoestring.train.checkpoint.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Shown;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Recipe;
import org.shoestring.table.record.StoredFile;
import org.shoestring.train.measure.PrintedNumber;
import org.shoestring.tsv.TsvFormat;

/**
 * A checkpoint as its manifest has it, which is written after all its files: TSV lines, typed by
 * their first field, the last one the hash of those above.
 *
 * @param id which one it is
 * @param preset what its files were taken for
 * @param name as the trainer calls it
 * @param step of the training, if its name tells
 * @param values of metrics that belong to it, by the metric's name; they may be no numbers, and are
 *     written as Python prints them
 * @param bad whether its loss is no number, or infinite
 * @param files by the paths that they have in the trainer's folder
 */
public record Checkpoint(
    CheckpointId id,
    String preset,
    String name,
    OptionalLong step,
    SortedMap<String, Double> values,
    boolean bad,
    List<StoredFile> files) {
  static final String CURE =
      "the checkpoint is passed over as long as there is another one; 'checkpoints prune --damaged' removes"
          + " it";

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?i)((?:rank|part|shard|stage|worker|process|proc|device|gpu|node)[-_.=]?)?[0-9]+");

  private static final String FORMAT = "shoestring";
  private static final String PRESET = "preset";
  private static final String NAME = "name";
  private static final String STEP = "step";
  private static final String VALUE = "value";
  private static final String BAD = "bad";

  /** The same with more that was measured at it; what was known stays known. */
  public Checkpoint and(Measured more) {
    SortedMap<String, Double> all = new TreeMap<>(values);
    all.putAll(more.values());
    return new Checkpoint(id, preset, name, step, all, bad || more.bad(), files);
  }

  /** How many bytes its files have. */
  public long bytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  /**
   * Why its files are not all there, each with its size, for people; empty if they are.
   *
   * @param bytes how many bytes an object has, by its name below the place of the training's
   *     checkpoints; null if there is none
   */
  public Optional<String> fault(Function<String, @Nullable Long> bytes) {
    for (StoredFile file : files) {
      Long there = bytes.apply(object(file));
      if (there == null) {
        return Optional.of(file.path() + " is missing");
      }
      if (there != file.bytes()) {
        return Optional.of(file.path() + " has " + there + " bytes, but had " + file.bytes());
      }
    }
    return Optional.empty();
  }

  /** The object of one of its files, below the place of the training's checkpoints. */
  public String object(StoredFile file) {
    return id.attempt() + "/" + file.object();
  }

  /** The checkpoints that follow one another, of which it is one, see {@link #series(String)}. */
  public String series() {
    return series(name);
  }

  /**
   * What a checkpoint is one of, when a trainer writes several kinds side by side: the name with
   * {@code #} for each number, {@code epoch#.pt}. Numbers that tell parts of one checkpoint stay:
   * {@code rank0.pt} does not follow {@code rank1.pt}.
   */
  public static String series(String name) {
    return NUMBER.matcher(name).replaceAll(found -> found.group(1) == null ? "#" : found.group());
  }

  /** Its name, and its step where that is not in the name, for people. */
  public String shown() {
    boolean told = step.isEmpty() || name.contains(Long.toString(step.getAsLong()));
    return told ? name : name + ", step " + step.getAsLong();
  }

  public String text() {
    StringBuilder text = new StringBuilder(Recipe.FORMAT.replace(' ', '\t')).append('\n');
    text.append(TsvFormat.line(PRESET, preset)).append(TsvFormat.line(NAME, name));
    step.ifPresent(at -> text.append(TsvFormat.line(STEP, Long.toString(at))));
    values.forEach(
        (metric, value) -> text.append(TsvFormat.line(VALUE, metric, Decimals.repr(value))));
    if (bad) {
      text.append(TsvFormat.line(BAD));
    }
    files.forEach(file -> text.append(TsvFormat.line(file.line())));
    return FactFile.sealed(id.object(), text.toString());
  }

  /**
   * Reads a manifest.
   *
   * @throws BadDataException if it is not of its form, or was altered
   */
  static Checkpoint parse(CheckpointId id, FactFile file) {
    file.checkSeal(id.object());
    Reader reader = new Reader();
    file.unsealed().forEach(reader::line);
    return reader.checkpoint(id, file);
  }

  private static final class Reader {
    private @Nullable String preset;
    private @Nullable String name;
    private OptionalLong step = OptionalLong.empty();
    private final SortedMap<String, Double> values = new TreeMap<>();
    private boolean bad;
    private final List<StoredFile> files = new ArrayList<>();

    void line(FactLine line) {
      switch (line.type()) {
        case FORMAT -> line.with(1);
        case PRESET -> preset = line.with(1).word(1);
        case NAME -> name = line.with(1).word(1);
        case STEP -> step = OptionalLong.of(line.with(1).count(1));
        case VALUE -> values.put(line.with(2).word(1), value(line.word(2)));
        case BAD -> bad = true;
        case StoredFile.TYPE -> files.add(StoredFile.parse(line));
        default ->
            throw new IllegalArgumentException("a line of unknown type '" + line.type() + "'");
      }
    }

    private static double value(String text) {
      return PrintedNumber.value(text)
          .orElseThrow(() -> new IllegalArgumentException(Shown.quoted(text) + " is not a number"));
    }

    Checkpoint checkpoint(CheckpointId id, FactFile file) {
      if (preset == null || name == null || files.isEmpty()) {
        throw new BadDataException(
            file.name() + ": a line '" + PRESET + "', 'name' or 'file' is missing; " + file.cure());
      }
      return new Checkpoint(id, preset, name, step, values, bad, List.copyOf(files));
    }
  }
}
