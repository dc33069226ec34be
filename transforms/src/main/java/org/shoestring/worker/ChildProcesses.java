package org.shoestring.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.shoestring.files.ProcessEnd;

/**
 * The programs that this process started; none outlives it when it ends in order, nor does what
 * they left running in the background.
 *
 * <p>A program whose parent has ended belongs to nobody. So each program is started with a mark in
 * its environment, which all that it starts inherits; on Linux others can read it there. Elsewhere
 * those are known that were seen while their parent lived.
 */
public final class ChildProcesses {
  private static final String MARK = "_SHOESTRING_STARTED";
  private static final Path PROC = Path.of("/proc");
  private static final boolean MARKS_ARE_READ = Files.exists(PROC.resolve("self/environ"));
  private static final long LOOK_MILLIS = 200;

  /** Killing takes a moment, and what is killed may just have started another one. */
  private static final int ROUNDS = 100;

  private static final long ROUND_MILLIS = 10;

  private static final Map<Process, Started> RUNNING = new ConcurrentHashMap<>();

  private static volatile boolean ending;

  static {
    ending = !ProcessEnd.add(ChildProcesses::killAll);
  }

  private ChildProcesses() {}

  /** A program, and what it was seen to have started. */
  private record Started(String mark, Set<ProcessHandle> seen) {}

  /** Starts a program, which is killed when this process ends, unless {@link #kill} was called. */
  public static Process start(ProcessBuilder builder) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().merge(MARK, mark, (outer, own) -> outer + " " + own);
    Process process = builder.start();
    RUNNING.put(process, new Started(mark, ConcurrentHashMap.newKeySet()));
    if (ending) {
      kill(process);
    }
    return process;
  }

  /** What all that a running program starts has in its environment; nobody else has it. */
  public static String mark(Process process) {
    Started started = RUNNING.get(process);
    return started == null ? "" : started.mark();
  }

  /** Kills all programs, and those that are started from now on: this process is about to end. */
  public static void killAll() {
    ending = true;
    RUNNING.keySet().forEach(ChildProcesses::kill);
  }

  /**
   * Waits for a program's end. When this process is ending too it does not return: that the program
   * was stopped then is no failure of its own.
   */
  public static int waitFor(Process process) throws InterruptedException {
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      look(process);
    }
    if (ending) {
      Thread.currentThread().join();
    }
    return process.exitValue();
  }

  /** Takes note of what a program has started, where that cannot be told after its end. */
  public static void look(Process process) {
    if (!MARKS_ARE_READ) {
      note(process);
    }
  }

  private static void note(Process process) {
    Started started = RUNNING.get(process);
    if (started != null && process.isAlive()) {
      process.descendants().forEach(started.seen()::add);
    }
  }

  /**
   * Kills a program, if it still runs, and all that it started. The program goes first: else it
   * might start others all the time.
   */
  public static void kill(Process process) {
    if (!MARKS_ARE_READ) {
      killLeft(process); // What it starts in the next moment is not known later.
    }
    note(process); // What runs as another user does not let its environment be read.
    process.destroyForcibly();
    killLeft(process);
    RUNNING.remove(process);
  }

  /**
   * Kills what a program started and left running.
   *
   * @return what that was, for people: command and number of each
   */
  public static List<String> killLeft(Process process) {
    return killAll(() -> family(process));
  }

  private static List<String> killAll(Supplier<Collection<ProcessHandle>> family) {
    List<String> killed = new ArrayList<>();
    Set<ProcessHandle> known = new LinkedHashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      Collection<ProcessHandle> left = family.get();
      if (left.isEmpty()) {
        break;
      }
      for (ProcessHandle child : left) {
        if (known.add(child)) {
          killed.add(shown(child));
        }
        child.destroyForcibly();
      }
      pause(ROUND_MILLIS);
    }
    return killed;
  }

  /** Waits, also if interrupted: killing is a matter of moments, and is to be done then. */
  static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    long left = end - System.nanoTime();
    while (left > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A process for people: command and number. */
  static String shown(ProcessHandle child) {
    ProcessHandle.Info info = child.info();
    String command = info.commandLine().or(info::command).orElse("a program").strip();
    return "'" + command + "' (process " + child.pid() + ")";
  }

  private static Set<ProcessHandle> family(Process process) {
    Set<ProcessHandle> all = new LinkedHashSet<>();
    if (process.isAlive()) { // Else Java would tell those of another one that has its number now.
      process.descendants().forEach(all::add);
    }
    Started started = RUNNING.get(process);
    if (started != null) {
      all.addAll(marked(started.mark()));
      started.seen().stream().filter(ProcessHandle::isAlive).forEach(all::add);
    }
    all.remove(process.toHandle());
    all.removeIf(ChildProcesses::hasEnded);
    return all;
  }

  /** This process and those that it was started by. */
  static Set<ProcessHandle> ancestors() {
    Set<ProcessHandle> ancestors = new LinkedHashSet<>();
    Optional<ProcessHandle> at = Optional.of(ProcessHandle.current());
    while (at.isPresent() && ancestors.add(at.get())) {
      at = at.get().parent();
    }
    return ancestors;
  }

  /**
   * Whether a process does nothing any more; it may still be listed if nobody has asked for its
   * exit code, as in a container without an init.
   */
  static boolean hasEnded(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      Path stat = PROC.resolve(Long.toString(process.pid())).resolve("stat");
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      int state = text.lastIndexOf(')') + 2;
      return state < text.length() && "ZX".indexOf(text.charAt(state)) >= 0;
    } catch (IOException e) {
      return !process.isAlive(); // Ended meanwhile, or there is no such file on this system.
    }
  }

  /** All that has a mark in its environment, where that can be read; none for an empty mark. */
  static List<ProcessHandle> marked(String mark) {
    List<ProcessHandle> marked = new ArrayList<>();
    if (!MARKS_ARE_READ || mark.isEmpty()) {
      return marked;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (environment(process).contains(mark)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(marked::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return marked; // What was found is killed; the next round finds more.
    }
    return marked;
  }

  /** Empty for one that has ended, or is another user's. */
  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
