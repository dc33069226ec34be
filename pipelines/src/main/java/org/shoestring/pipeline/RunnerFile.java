package org.shoestring.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.shoestring.spec.UsageException;

/**
 * A file of runner settings: those in the folder {@code runners-config} of the working directory
 * come before those of the same name that travel with the program.
 *
 * @param lines without comments and blank ones
 * @param builtIn whether it travelled with the program
 */
record RunnerFile(List<Line> lines, boolean builtIn) {
  private static final String FOLDER = "runners-config";

  /** Those that travel with the program. */
  static final Set<String> BUILT_IN = Set.of("direct", "flink-local");

  RunnerFile {
    lines = List.copyOf(lines);
  }

  /**
   * A setting.
   *
   * @param where file and line, for messages
   */
  record Line(String where, String text) {}

  /**
   * The file of a runner.
   *
   * @param runner a name in {@code runners-config}, or a path of a file
   * @throws UsageException if there is no such runner
   */
  static RunnerFile of(String runner) throws IOException {
    if (isPath(runner) && !Files.isRegularFile(Path.of(runner))) {
      throw new UsageException("--runner: no file '" + Path.of(runner) + "'");
    }
    Optional<RunnerFile> found = find(runner);
    if (found.isEmpty()) {
      throw new UsageException(
          UsageException.unknown("--runner", "runner", runner, known()).getMessage()
              + "; or give the path of a file");
    }
    return found.get();
  }

  /** The file of a runner, if there is one. */
  static Optional<RunnerFile> find(String runner) throws IOException {
    Path file = isPath(runner) ? Path.of(runner) : Path.of(FOLDER, runner);
    if (Files.isRegularFile(file)) {
      return Optional.of(parse(file.toString(), Files.readString(file), false));
    }
    if (!BUILT_IN.contains(runner)) {
      return Optional.empty();
    }
    String name = FOLDER + "/" + runner;
    try (InputStream in = RunnerFile.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return Optional.of(parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), true));
    }
  }

  private static boolean isPath(String runner) {
    return runner.indexOf('/') >= 0;
  }

  private static RunnerFile parse(String name, String text, boolean builtIn) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(new Line(name + ":" + number, line.strip()));
      }
    }
    return new RunnerFile(lines, builtIn);
  }

  private static Set<String> known() throws IOException {
    Set<String> names = new TreeSet<>(BUILT_IN);
    if (Files.isDirectory(Path.of(FOLDER))) {
      try (Stream<Path> files = Files.list(Path.of(FOLDER))) {
        files.filter(Files::isRegularFile).forEach(f -> names.add(String.valueOf(f.getFileName())));
      }
    }
    return names;
  }
}
