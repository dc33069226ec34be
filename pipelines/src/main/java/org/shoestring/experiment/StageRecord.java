package org.shoestring.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.pipeline.source.SourceDigest;
import org.shoestring.pipeline.source.Sources;
import org.shoestring.spec.Shown;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.FactLine;
import org.shoestring.train.TrainWork;
import org.shoestring.tsv.TsvFormat;

/**
 * What an experiment last used for a stage: {@code key KEY TYPE}, and for an import {@link
 * RecordedSources}; {@code begun KEY TYPE} is an output that it works on, {@code former KEY TYPE} a
 * training that it worked on before and did not finish, and {@link RecordedStart} what a training
 * starts from. People browse it, and nothing that it names is garbage but for former trainings.
 */
public record StageRecord(List<List<String>> lines) {
  /** Where the records of all experiments lie in a workspace. */
  private static final String FOLDER = "experiments/";

  private static final Pattern NAME = Pattern.compile(FOLDER + "([^/]+/[^/]+)\\.tsv");
  private static final String KEY = "key";
  private static final String BEGUN = "begun";
  private static final String FORMER = "former";
  private static final int MOST_FORMER = 5;

  /** What is lost with a record is time alone. */
  public static final String CURE = "the record was altered: restore it, or delete it";

  public StageRecord {
    lines = List.copyOf(lines);
  }

  private static String object(Experiment experiment, String stage) {
    return FOLDER + experiment.name() + "/" + stage + ".tsv";
  }

  /** The objects of all records in a workspace; those of other names are none of ours. */
  public static List<StoredObject> all(ObjectStore store) throws IOException {
    return store.list(FOLDER).stream().filter(o -> NAME.matcher(o.name()).matches()).toList();
  }

  /** {@code EXPERIMENT/STAGE} of the object of a record. */
  public static String name(StoredObject record) {
    return record.name().replaceFirst(NAME.pattern(), "$1");
  }

  /** Whether a record is of one of these experiments, or stages {@code EXPERIMENT/STAGE}. */
  public static boolean isOf(StoredObject record, Set<String> names) {
    String name = name(record);
    return names.contains(name) || names.contains(name.replaceFirst("/.*", ""));
  }

  /** The record of a stage; an empty one if there is none. */
  public static StageRecord read(Workspace workspace, Experiment experiment, String stage)
      throws IOException {
    return read(workspace.store(), object(experiment, stage));
  }

  /** The record in an object; an empty one if there is none. */
  public static StageRecord read(ObjectStore store, String object) throws IOException {
    return FactFile.read(store, object, CURE)
        .map(file -> parse(object, file))
        .orElse(new StageRecord(List.of()));
  }

  /**
   * Reads the text of a record. Its sources count only with the last line, which shows whether they
   * were altered; an earlier version did not write it, and had other rules for sources.
   *
   * @param object its name in the store
   * @throws BadDataException if it is not of its form
   */
  public static StageRecord parse(String object, FactFile file) {
    List<List<String>> lines = new ArrayList<>();
    RecordedSources.Order order = new RecordedSources.Order();
    boolean sealed = file.isSealed();
    file.unsealed()
        .forEach(
            line -> {
              if (sealed || !line.type().equals(RecordedSources.FILE)) {
                check(line, order);
                lines.add(line.fields());
              }
            });
    if (lines.isEmpty()) {
      throw new BadDataException(file.name() + ": is empty; " + file.cure());
    }
    if (sealed) {
      file.checkSeal(object);
    }
    return new StageRecord(lines);
  }

  private static void check(FactLine line, RecordedSources.Order order) {
    switch (line.type()) {
      case KEY, BEGUN, FORMER -> {
        line.with(2).key(1);
        line.stageType(2);
      }
      case RecordedStart.LINE -> RecordedStart.check(line);
      case RecordedSources.PATTERN -> line.with(1);
      case RecordedSources.FILE -> order.check(line);
      default ->
          throw new IllegalArgumentException("a line of unknown type " + Shown.quoted(line.type()));
    }
  }

  /** The record of an output, and for an import of its sources. */
  public static StageRecord of(
      String key, String type, List<String> patterns, @Nullable Sources sources) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(KEY, key, type));
    lines.addAll(RecordedSources.lines(patterns, sources));
    return new StageRecord(lines);
  }

  /**
   * This record, and that an output is being made. A training that was begun before is a former one
   * from now on, which this one may start from.
   */
  public StageRecord begun(String key, String type) {
    List<List<String>> more = new ArrayList<>(lines);
    more.removeIf(line -> List.of(BEGUN, FORMER).contains(line.get(0)));
    more.add(List.of(BEGUN, key, type));
    Stream.concat(lines(BEGUN).stream(), lines(FORMER).stream())
        .filter(line -> line.get(2).equals(TrainWork.TYPE) && !line.get(1).equals(key))
        .map(line -> List.of(FORMER, line.get(1), line.get(2)))
        .distinct()
        .limit(MOST_FORMER)
        .forEach(more::add);
    return new StageRecord(more);
  }

  /** This record, and what the training starts from. */
  public StageRecord startingFrom(Optional<RecordedStart> start) {
    List<List<String>> more = new ArrayList<>(lines);
    more.removeIf(line -> line.get(0).equals(RecordedStart.LINE));
    start.ifPresent(from -> more.add(from.line()));
    return new StageRecord(more);
  }

  /** What the training starts from; empty for nothing. */
  public Optional<RecordedStart> start() {
    return lines(RecordedStart.LINE).stream().findFirst().map(RecordedStart::of);
  }

  /** The keys of the trainings that it tells of, the last begun first. */
  public List<String> trainings() {
    return Stream.of(BEGUN, FORMER, KEY)
        .flatMap(type -> lines(type).stream())
        .filter(line -> line.get(2).equals(TrainWork.TYPE))
        .map(line -> line.get(1))
        .distinct()
        .toList();
  }

  /** The names of the outputs that it has use for, {@code TYPE-KEY}. */
  public List<String> outputs() {
    return outputs(KEY, BEGUN);
  }

  /** The same, and those of former trainings. */
  public List<String> allOutputs() {
    return outputs(KEY, BEGUN, FORMER);
  }

  private List<String> outputs(String... types) {
    return lines.stream()
        .filter(line -> line.size() == 3 && List.of(types).contains(line.get(0)))
        .map(line -> line.get(2) + "-" + line.get(1))
        .toList();
  }

  /** Writes the record, whatever is written there. */
  public void replace(Workspace workspace, Experiment experiment, String stage) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(TsvFormat.line(line)));
    String object = object(experiment, stage);
    byte[] content = FactFile.sealed(object, text.toString()).getBytes(StandardCharsets.UTF_8);
    workspace.store().replace(object, content);
  }

  /** The name of the output that was used last. */
  public Optional<String> outputName() {
    return lines(KEY).stream().findFirst().map(line -> line.get(2) + "-" + line.get(1));
  }

  /** The digests of source files when they were imported, by their paths. */
  public Map<String, SourceDigest> digests() {
    return recordedSources().digests();
  }

  /** All sources, if they were imported by these very patterns; null otherwise. */
  public @Nullable Sources sources(List<String> patterns) {
    return recordedSources().of(patterns);
  }

  private RecordedSources recordedSources() {
    List<String> patterns =
        lines(RecordedSources.PATTERN).stream().map(line -> line.get(1)).toList();
    return new RecordedSources(patterns, lines(RecordedSources.FILE));
  }

  private List<List<String>> lines(String type) {
    return lines.stream().filter(line -> line.get(0).equals(type)).toList();
  }
}
