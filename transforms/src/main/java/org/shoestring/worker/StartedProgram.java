package org.shoestring.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.DiskSync;
import org.shoestring.spec.Shown;
import org.shoestring.table.ProgramException;

/**
 * A program at work, written down in a folder: it may outlive the process that started it, when
 * that was killed. The next process that uses the folder ends it, with all that it started.
 */
public final class StartedProgram {
  private static final String FILE = "program";
  private static final String PART = FILE + ".part";
  private static final Pattern WRITTEN =
      Pattern.compile("([1-9][0-9]{0,9})\n(.{0,40})\n(?:([0-9a-f-]{36})?\n)?");

  /** Start times are compared with this tolerance: they are told from the clock, which is set. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

  /** What is killed may just have started another one, and ends only when it is scheduled. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 10;

  private StartedProgram() {}

  /**
   * Writes down a program.
   *
   * @param mark by which all that it starts is known, see {@link ChildProcesses#mark}; empty for
   *     none
   */
  public static void write(Path folder, ProcessHandle program, String mark) throws IOException {
    String start = program.info().startInstant().map(Object::toString).orElse("");
    Path part = folder.resolve(PART);
    Files.writeString(part, program.pid() + "\n" + start + "\n" + mark + "\n");
    DiskSync.file(part); // A power cut must not leave an empty one.
    Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was written down; nothing is ended. */
  static void forget(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(PART));
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /**
   * Ends the program that is written down in a folder, if there is one, and what it started; then
   * forgets it.
   *
   * @throws ProgramException if something still works there
   */
  public static void end(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return;
    }
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw damaged(file, text, null);
    }
    Optional<ProcessHandle> program = Optional.empty();
    if (!written.group(2).isEmpty()) {
      try {
        program = running(Long.parseLong(written.group(1)), Instant.parse(written.group(2)));
      } catch (DateTimeParseException e) {
        throw damaged(file, text, e);
      }
    }
    String mark = written.group(3);
    end(folder, program, mark == null ? "" : mark);
    forget(folder);
  }

  private static Optional<ProcessHandle> running(long number, Instant start) {
    return ProcessHandle.of(number)
        .filter(p -> p.info().startInstant().filter(s -> near(s, start)).isPresent());
  }

  private static boolean near(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(CLOCK_STEP) < 0;
  }

  private static void end(Path folder, Optional<ProcessHandle> program, String mark) {
    Set<ProcessHandle> ancestors = ChildProcesses.ancestors();
    if (program.filter(ancestors::contains).isPresent()) {
      throw remains(
          folder, program.get(), "it started this very run; run again after it has ended");
    }
    Instant until = Instant.now().plus(PATIENCE);
    Set<ProcessHandle> known = new LinkedHashSet<>();
    while (true) {
      if (program.isPresent() && !ChildProcesses.hasEnded(program.get())) {
        known.add(program.get());
        program.get().descendants().forEach(known::add);
      }
      known.addAll(marked(mark));
      known.removeAll(ancestors);
      known.removeIf(ChildProcesses::hasEnded);
      if (known.isEmpty()) {
        return;
      }
      known.forEach(ProcessHandle::destroyForcibly);
      if (Instant.now().isAfter(until)) {
        ProcessHandle left = known.iterator().next();
        throw remains(folder, left, cure(left));
      }
      ChildProcesses.pause(LOOK_MILLIS);
    }
  }

  /**
   * What the program started, but for what this process has started: it may carry the mark itself,
   * when it was started in a terminal that the program has opened.
   */
  private static List<ProcessHandle> marked(String mark) {
    List<ProcessHandle> marked = ChildProcesses.marked(mark);
    marked.removeAll(ProcessHandle.current().descendants().toList());
    return marked;
  }

  private static String cure(ProcessHandle left) {
    String own = ProcessHandle.current().info().user().orElse("");
    String user = left.info().user().orElse(own);
    return user.equals(own)
        ? "it waits for a device or a network folder; repair that or restart the machine, then run"
            + " again"
        : "it belongs to the user "
            + user
            + "; end it as that user (kill -9 "
            + left.pid()
            + "), then run again";
  }

  private static ProgramException remains(Path folder, ProcessHandle left, String cure) {
    return new ProgramException(
        ChildProcesses.shown(left)
            + " of an earlier run still works in "
            + folder
            + " and could not be ended: "
            + cure);
  }

  private static BadDataException damaged(Path file, String text, @Nullable Exception cause) {
    return new BadDataException(
        file
            + ":1: "
            + Shown.quoted(text)
            + " is not the number, the start time and the mark of a process, a line each; end the"
            + " program that may still work in "
            + file.resolveSibling("")
            + ", then delete the file",
        cause);
  }
}
