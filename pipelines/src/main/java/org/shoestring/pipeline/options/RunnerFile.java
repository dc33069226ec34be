package org.shoestring.pipeline.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.UsageException;

/** Finds files of runner settings: {@code runners-config/NAME}. */
public final class RunnerFile {
  private static final String FOLDER = "runners-config";

  /** Those that travel with the program. */
  static final Set<String> BUILT_IN = Set.of("direct", "flink-local", "flink-cluster");

  /** Of a runner with a folder of settings: those of who runs something on it. */
  private static final String IN_FOLDER = "/run.conf";

  /** The built-in one with a folder. */
  private static final String CLUSTER = "flink-cluster";

  private RunnerFile() {}

  /**
   * The file of a runner.
   *
   * @param runner a name in {@code runners-config}, or a path of a file
   * @throws UsageException if there is no such runner
   */
  static SettingsFile of(String runner) throws IOException {
    if (isPath(runner) && !Files.isRegularFile(Path.of(runner))) {
      throw new UsageException(
          "--runner: no file '"
              + Path.of(runner)
              + "'; correct the path, or use a runner by its name: "
              + String.join(", ", SettingsFile.known(FOLDER, BUILT_IN)));
    }
    Optional<SettingsFile> found = find(runner);
    if (found.isEmpty()) {
      throw new UsageException(
          UsageException.unknown("--runner", "runner", runner, SettingsFile.known(FOLDER, BUILT_IN))
                  .getMessage()
              + "; for a runner file of your own, give its path");
    }
    return found.get();
  }

  /** The file of a runner, if there is one. */
  public static Optional<SettingsFile> find(String runner) throws IOException {
    return isPath(runner)
        ? SettingsFile.at(Path.of(runner))
        : SettingsFile.find(FOLDER, file(runner), builtInFiles());
  }

  /** The lines of those that travel with the program, which are tested. */
  static Set<String> builtInLines() throws IOException {
    Set<String> lines = new HashSet<>();
    for (String file : builtInFiles()) {
      SettingsFile.builtIn(FOLDER, file).lines().forEach(line -> lines.add(line.text()));
    }
    return lines;
  }

  /** The path of a runner's file in its folder. */
  static String file(String runner) {
    boolean hasFolder =
        runner.equals(CLUSTER) || Files.isRegularFile(Path.of(FOLDER, runner + IN_FOLDER));
    return hasFolder ? runner + IN_FOLDER : runner;
  }

  private static Set<String> builtInFiles() {
    return BUILT_IN.stream().map(RunnerFile::file).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPath(String runner) {
    return runner.indexOf('/') >= 0;
  }
}
