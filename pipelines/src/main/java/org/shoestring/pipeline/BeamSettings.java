package org.shoestring.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.spec.UsageException;

/**
 * How pipelines are run: the settings of a runner, from its file in {@code runners-config}, and
 * what the user adds.
 *
 * @param arguments Beam pipeline options, {@code --name=value}
 * @param parallelism how many units of work one pipeline works on at once
 */
public record BeamSettings(List<String> arguments, int parallelism) {

  /** The folder of runner settings, beside the project's or in the working directory. */
  private static final String FOLDER = "runners-config";

  /** Those of the project travel with the jar; this one is always there. */
  private static final String BUILT_IN = "direct";

  public BeamSettings {
    arguments = List.copyOf(arguments);
  }

  /**
   * The settings of a runner.
   *
   * @param runner a name in {@code runners-config}, or a path of a file
   * @param added pipeline options of the user, which win
   * @throws UsageException if there is no such runner, or Beam does not know an option
   */
  public static BeamSettings of(String runner, List<String> added, int parallelism)
      throws IOException {
    List<Line> lines = lines(runner);
    List<String> arguments = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Line line : lines) {
      check(line.where(), line.text());
      if (!names.add(name(line.text()))) {
        throw new UsageException(line.where() + ": '" + name(line.text()) + "' stands twice");
      }
      arguments.add(line.text());
    }
    for (String argument : added) {
      check("after --", argument);
      arguments.removeIf(other -> name(other).equals(name(argument)));
      arguments.add(argument);
    }
    return new BeamSettings(arguments, parallelism);
  }

  private static String name(String argument) {
    return argument.split("=", 2)[0];
  }

  private record Line(String where, String text) {}

  private static List<Line> lines(String runner) throws IOException {
    String name;
    String text;
    Path file = runner.indexOf('/') < 0 ? Path.of(FOLDER, runner) : Path.of(runner);
    if (Files.isRegularFile(file)) {
      name = file.toString();
      text = Files.readString(file);
    } else {
      name = FOLDER + "/" + runner;
      try (InputStream in = BeamSettings.class.getResourceAsStream("/" + name)) {
        if (runner.indexOf('/') >= 0) {
          throw new UsageException("--runner: no file '" + file + "'");
        }
        if (in == null) {
          throw new UsageException(
              UsageException.unknown("--runner", "runner", runner, known()).getMessage()
                  + "; or give the path of a file");
        }
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(new Line(name + ":" + number, line.strip()));
      }
    }
    return lines;
  }

  /** The built-in runner, and those in the folder of the working directory. */
  private static Set<String> known() throws IOException {
    Set<String> names = new TreeSet<>(Set.of(BUILT_IN));
    if (Files.isDirectory(Path.of(FOLDER))) {
      try (Stream<Path> files = Files.list(Path.of(FOLDER))) {
        files.filter(Files::isRegularFile).forEach(f -> names.add(String.valueOf(f.getFileName())));
      }
    }
    return names;
  }

  private static void check(String where, String argument) {
    if (!argument.startsWith("--")) {
      throw new UsageException(
          where + ": '" + argument + "'; a pipeline option is written --name=value");
    }
    try {
      PipelineOptionsFactory.fromArgs(argument).create();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UsageException(
          where + ": '" + argument + "' is no pipeline option that Beam takes: " + message);
    }
  }

  /**
   * New options for one pipeline.
   *
   * @param units how many units of work it has: the DirectRunner's driver spins in every thread
   *     that has nothing to do, so that it gets no more threads than there are units
   */
  public PipelineOptions options(int units) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).create();
    if (given("--targetParallelism").findAny().isEmpty()) {
      options
          .as(DirectOptions.class)
          .setTargetParallelism(Math.max(1, Math.min(units, parallelism)));
    }
    return options;
  }

  private Stream<String> given(String name) {
    return arguments.stream().filter(argument -> argument.startsWith(name + "="));
  }
}
