package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.shoestring.server.ClassArchive;

/** The program as a user starts it: a process of its own, on the class path of the tests. */
public final class Shoestring {
  /** Without the compiler that optimizes, which most processes of tests would not live to use. */
  static final String FAST_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final long PATIENCE_SECONDS = 120;
  private static final String UMASK = "TEST_UMASK";
  private static final String CLASS_PATH = "TEST_CLASS_PATH";
  private static final String JAVA = "TEST_JAVA";
  private static final List<String> USUAL = List.of("-Xmx256m");
  private static final ClassArchive ARCHIVE =
      ClassArchive.in(Path.of("target", "class-archive"), 4, UsualRun::run);

  private final Path folder;
  private final List<String> flags;
  private final String main;
  private final Map<String, String> environment;

  private Shoestring(
      Path folder, List<String> flags, String main, Map<String, String> environment) {
    this.folder = folder;
    this.flags = List.copyOf(flags);
    this.main = main;
    this.environment = Map.copyOf(environment);
  }

  /** The program started in a folder, which also takes its local work. */
  public static Shoestring in(Path folder) {
    Map<String, String> cache = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    return new Shoestring(folder, USUAL, "org.shoestring.cli.Main", cache);
  }

  /** The same with these flags for Java. */
  public Shoestring with(String... others) {
    return new Shoestring(folder, List.of(others), main, environment);
  }

  /** Another main class, started the same way. */
  public Shoestring as(Class<?> other) {
    return new Shoestring(folder, flags, other.getName(), environment);
  }

  /** The same with further environment variables. */
  public Shoestring in(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Shoestring(folder, flags, main, all);
  }

  /** The same on another machine: with a disk of its own, and processes that others do not see. */
  public Shoestring onMachine(String name) {
    List<String> more = new ArrayList<>(flags);
    more.add("-Dshoestring.machine=" + name);
    Path disk = folder.resolve("machine-" + name);
    return new Shoestring(folder, more, main, environment)
        .in(Map.of("XDG_CACHE_HOME", disk.toString()));
  }

  /** How a process ended, and what it said. */
  public record Result(int code, String out, String err) {

    /** This result, if all went well. */
    public Result good() {
      assertThat(code).as("%s%n%s", out, err).isZero();
      return this;
    }

    /** The error as one line after the program's name, as a user must see it. */
    public String error() {
      assertThat(err).as("stderr").startsWith("shoestring: ").endsWith("\n");
      assertThat(err.lines()).as(err).hasSize(1);
      return err.substring("shoestring: ".length()).stripTrailing();
    }
  }

  /** The same with a umask. */
  public Shoestring withUmask(String umask) {
    return in(Map.of(UMASK, umask));
  }

  /** The same with other classes than those of the tests. */
  public Shoestring withClassPath(String classPath) {
    return in(Map.of(CLASS_PATH, classPath));
  }

  /** The variables of a process that another Java runs, whose folder this is. */
  public static Map<String, String> onJava(Path home) {
    return Map.of(
        JAVA,
        home.resolve("bin/java").toString(),
        CLASS_PATH, // An archive of classes is of one Java.
        System.getProperty("java.class.path"));
  }

  /** Runs it to its end. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  /** Runs it to its end with a file as its stdout. */
  public Result runInto(Path stdout, String... arguments) throws IOException, InterruptedException {
    return start(Redirect.to(stdout.toFile()), arguments).end();
  }

  /** Starts it. */
  public Running start(String... arguments) throws IOException {
    return start(null, arguments);
  }

  /** Starts it with its stdout as the input stream of the process. */
  public Running piped(String... arguments) throws IOException {
    return start(Redirect.PIPE, arguments);
  }

  /** Starts it with its stderr appended to a file, a named pipe for example. */
  public Running startTelling(Path stderr, String... arguments) throws IOException {
    return start(null, Redirect.appendTo(stderr.toFile()), arguments);
  }

  /** How Java is started for the program, all but the main class. */
  public static List<String> java() throws IOException {
    return java(USUAL, null);
  }

  private static List<String> java(List<String> flags, @Nullable String classPath)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(FAST_COMPILER); // Others follow, and can take it back.
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    if (classPath != null) {
      command.addAll(List.of("-cp", classPath));
    } else if (flags.stream().filter(flag -> flag.startsWith("-X")).toList().equals(USUAL)) {
      command.addAll(ARCHIVE.flags());
    } else { // An archive takes some memory, and flags of its own may be about that.
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    }
    command.addAll(flags);
    return command;
  }

  private Running start(@Nullable Redirect stdout, String... arguments) throws IOException {
    return start(stdout, null, arguments);
  }

  private Running start(@Nullable Redirect stdout, @Nullable Redirect stderr, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (environment.containsKey(UMASK)) {
      command.addAll(List.of("/bin/sh", "-c", "umask $" + UMASK + " && exec \"$@\"", "sh"));
    }
    int first = command.size();
    command.addAll(java(flags, environment.get(CLASS_PATH)));
    if (environment.containsKey(JAVA)) {
      command.set(first, environment.get(JAVA));
    }
    command.add(main);
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "said", ".out");
    Path err = Files.createTempFile(folder, "said", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(stdout == null ? Redirect.to(out.toFile()) : stdout)
            .redirectError(stderr == null ? Redirect.to(err.toFile()) : stderr);
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** A process at work. */
  public record Running(Process process, Path out, Path err) {

    /** Waits for its end. */
    public Result end() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("hangs; it said: " + said(out) + said(err));
      }
      Result result = new Result(process.exitValue(), said(out), said(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    }

    /** Sends it a signal, {@code INT} or {@code KILL}, say; skips the test if it is ignored. */
    public void signal(String name) throws IOException, InterruptedException {
      try {
        IgnoredSignals.assumeHeeded(name);
      } catch (RuntimeException e) { // The test is skipped.
        process.destroyForcibly();
        throw e;
      }
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    private static String said(Path file) throws IOException {
      return Files.readString(file, StandardCharsets.UTF_8);
    }
  }
}
