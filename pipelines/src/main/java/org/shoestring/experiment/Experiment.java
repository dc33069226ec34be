package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.yaml.YamlFile;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.tsv.codec.Codec;

/**
 * An experiment as its file has it, checked: stages, and where their outputs go.
 *
 * @param folder of the file; relative paths are relative to it
 * @param workspace the location of the workspace
 * @param level of compression
 * @param compressionWhere the line that decides the compression, for messages
 * @param seed of whatever is random
 * @param seedIsGiven whether the experiment says it
 * @param stages by name, each after those that it needs
 */
public record Experiment(
    String name,
    Path folder,
    String workspace,
    Codec codec,
    int level,
    String compressionWhere,
    long seed,
    boolean seedIsGiven,
    Map<String, Stage> stages) {
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(
                  "experiment", "workspace", "compression", "compression-level", "seed", "stages"),
              CommandSettings.KEYS.stream())
          .toList();
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*");

  public Experiment {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /**
   * Reads an experiment.
   *
   * @param settings what {@code --set} changes
   * @throws UsageException for anything that cannot be run, with file and line
   */
  public static Experiment read(Path file, List<String> settings) throws IOException {
    YamlNode root = YamlFile.read(file);
    for (String setting : settings) {
      root = YamlFile.set(root, setting);
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new Parser(folder == null ? Path.of("/") : folder).parse(root.fields("the experiment"));
  }

  /** The same experiment as one run wants it. */
  public Experiment running(RunSettings run) {
    Map<String, Stage> changed = new LinkedHashMap<>();
    stages.forEach((key, stage) -> changed.put(key, stage.running(run)));
    return new Experiment(
        name, folder, workspace, codec, level, compressionWhere, seed, seedIsGiven, changed);
  }

  /** The stages that some need, themselves included, each after those that it needs. */
  public List<Stage> needed(List<String> wanted) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : wanted) {
      Stage stage = stages.get(name);
      if (stage == null) {
        throw UsageException.unknown("experiment " + this.name, "stage", name, stages.keySet());
      }
      collect(stage, names);
    }
    return stages.values().stream().filter(stage -> names.contains(stage.name())).toList();
  }

  /** The same; all stages if none are wanted. */
  public List<Stage> neededOrAll(List<String> wanted) {
    return wanted.isEmpty() ? List.copyOf(stages.values()) : needed(wanted);
  }

  private void collect(Stage stage, Set<String> names) {
    if (names.add(stage.name())) {
      for (Reference input : stage.inputs()) {
        Stage before = stages.get(input.stage());
        if (before != null) {
          collect(before, names);
        }
      }
    }
  }

  /** A stage of this experiment. */
  public Stage stage(String where, String stageName) {
    Stage stage = stages.get(stageName);
    if (stage == null) {
      throw UsageException.unknown(where, "stage", stageName, stages.keySet());
    }
    return stage;
  }

  private static final class Parser {
    private final Path folder;

    Parser(Path folder) {
      this.folder = folder;
    }

    Experiment parse(YamlNode.Fields root) {
      root.allow("the experiment", KEYS);
      String name = root.require("experiment", "an experiment").text("experiment");
      checkName(root.where(), "an experiment", name);
      YamlNode compression = root.get("compression");
      Codec codec = codec(compression);
      YamlNode place = root.require("workspace", "an experiment");
      String location = place.text("workspace");
      UrlCredentials.refuse(place.where() + ": workspace", location);
      String workspace =
          Location.isRemote(location) ? location : folder.resolve(location).normalize().toString();
      long seed = whole(root.get("seed"), "seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
      int level =
          (int)
              whole(root.get("compression-level"), "compression-level", 1, 9, codec.defaultLevel());
      YamlNode.Fields written = root.require("stages", "an experiment").fields("stages");
      CommandSettings commands = CommandSettings.read(root, CommandSettings.DEFAULT);
      StageTypes types = StageTypes.load();
      Map<String, Stage> stages = new LinkedHashMap<>();
      written
          .fields()
          .forEach(
              (stage, node) -> {
                checkName(node.where(), "a stage", stage);
                checkNotReserved(node.where(), stage);
                stages.put(
                    stage,
                    types.read(
                        stage, node.fields("stage " + stage), written.fields().keySet(), commands));
              });
      if (stages.isEmpty()) {
        throw new UsageException(written.where() + ": stages is empty; add at least one stage");
      }
      Map<String, Stage> ordered = ordered(stages);
      KnownTables known = new KnownTables();
      ordered.values().forEach(stage -> known.add(stage, stage.tables(known)));
      return new Experiment(
          name,
          folder,
          workspace,
          codec,
          level,
          compression == null ? root.where() : compression.where(),
          seed,
          root.get("seed") != null,
          ordered);
    }

    private static void checkName(String where, String what, String name) {
      if (!NAME.matcher(name).matches()) {
        throw new UsageException(
            where
                + ": "
                + Shown.quoted(name)
                + " cannot be the name of "
                + what
                + "; use only letters, digits, '_' and '-'");
      }
    }

    private static void checkNotReserved(String where, String stage) {
      if (Placeholders.RESERVED.contains(stage)) {
        throw new UsageException(
            where
                + ": '"
                + stage
                + "' cannot be the name of a stage, because {"
                + stage
                + "} has another meaning in commands; these names are reserved: "
                + String.join(", ", Placeholders.RESERVED));
      }
    }

    private static Codec codec(@Nullable YamlNode node) {
      if (node == null) {
        return Codec.GZIP;
      }
      String name = node.text("compression");
      return Codec.named(name)
          .orElseThrow(
              () -> UsageException.unknown(node.where(), "compression", name, Codec.tokens()));
    }

    private static long whole(
        @Nullable YamlNode node, String what, long min, long max, long fallback) {
      return node == null ? fallback : Long.parseLong(node.value(what, new Kind.Whole(min, max)));
    }

    /** Each stage after those that it needs, else in the order written. */
    private static Map<String, Stage> ordered(Map<String, Stage> stages) {
      Map<String, Stage> ordered = new LinkedHashMap<>();
      for (Stage stage : stages.values()) {
        visit(stage, stages, ordered, new ArrayList<>());
      }
      return ordered;
    }

    private static void visit(
        Stage stage, Map<String, Stage> stages, Map<String, Stage> ordered, List<String> path) {
      if (ordered.containsKey(stage.name())) {
        return;
      }
      if (path.contains(stage.name())) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(stage.name()), path.size()));
        cycle.add(stage.name());
        throw new UsageException(
            stage.where()
                + ": stages need each other in a circle: "
                + String.join(" -> ", cycle)
                + "; change the input of one of them");
      }
      path.add(stage.name());
      for (Reference input : stage.inputs()) {
        Stage before = stages.get(input.stage());
        if (before == null) {
          throw UsageException.unknown(input.where(), "stage", input.stage(), stages.keySet());
        }
        visit(before, stages, ordered, path);
      }
      path.remove(stage.name());
      ordered.put(stage.name(), stage);
    }
  }
}
