package org.shoestring.worker;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessLock;

/**
 * What a program prints for people, in a folder of its own: its first {@value #KEPT} bytes and at
 * least as many of its last ones, however much it prints. Others may read it meanwhile.
 */
public final class ProgramLog implements Closeable {
  /** How much is kept of the beginning, and of the end: 1 MiB. */
  public static final int KEPT = 1 << 20;

  private static final String LOCK = "lock";
  private static final int LINE = 1000;
  private static final int ATTEMPTS = 100;

  private static final AtomicLong LAST = new AtomicLong();

  private final Path folder;
  private final Consumer<String> lines;
  private final ProcessLock lock;
  private final Deque<Path> tail = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private OutputStream part;
  private long written;
  private long room = KEPT;
  private boolean sealed;

  /**
   * An empty log, in the place of the one that was there.
   *
   * @param lines takes the last line that was printed, now and then
   */
  public ProgramLog(Path folder, Consumer<String> lines) throws IOException {
    this(folder, lines, inFolder(folder, ProcessLock::take));
  }

  private ProgramLog(Path folder, Consumer<String> lines, ProcessLock lock) throws IOException {
    this.folder = folder;
    this.lines = lines;
    this.lock = lock;
    try {
      for (Path old : parts(folder).values()) {
        Files.delete(old);
      }
      this.part = Files.newOutputStream(part(0));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * An empty log whose folder nobody else has; another class loader of this process counts from one
   * again, and so does a container with processes of the same numbers.
   *
   * @param start path of its folder, to which a number is added
   * @param lines takes the last line that was printed, now and then
   */
  public static ProgramLog next(Path start, Consumer<String> lines) throws IOException {
    while (true) {
      Path folder = start.resolveSibling(start.getFileName() + "-" + LAST.incrementAndGet());
      Optional<ProcessLock> lock = inFolder(folder, ProcessLock::tryTake);
      if (lock.isPresent()) {
        return new ProgramLog(folder, lines, lock.get());
      }
    }
  }

  private interface Locking<T> {
    T lock(Path file) throws IOException;
  }

  /** Makes the folder; another log that is removed meanwhile may take the ones around it along. */
  private static <T> T inFolder(Path folder, Locking<T> locking) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.createDirectories(folder);
        return locking.lock(folder.resolve(LOCK));
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Path part(long from) {
    return folder.resolve(String.format(Locale.ROOT, "%015d", from));
  }

  /** The files of a log by the place of their first byte. */
  static NavigableMap<Long, Path> parts(Path folder) throws IOException {
    NavigableMap<Long, Path> parts = new TreeMap<>();
    for (Path file : FolderWalk.entries(folder)) {
      String name = file.getFileName().toString();
      if (name.matches("[0-9]{15}")) {
        parts.put(Long.valueOf(name), file);
      }
    }
    return parts;
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** Whether nothing was printed. */
  public synchronized boolean isEmpty() {
    return written == 0;
  }

  /** Adds what was printed. */
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, bytes.length);
  }

  /** Adds what was printed; after {@link #seal} it is passed over. */
  public synchronized void write(byte[] bytes, int length) throws IOException {
    if (sealed) {
      return;
    }
    int at = 0;
    while (at < length) {
      if (room == 0) {
        next();
      }
      int count = (int) Math.min(room, length - at);
      part.write(bytes, at, count);
      at += count;
      written += count;
      room -= count;
    }
    lastLine(bytes, length);
  }

  /** Goes on in another file; behind the first one the last two are kept. */
  private void next() throws IOException {
    part.close();
    Path more = part(written);
    part = Files.newOutputStream(more);
    room = KEPT;
    tail.add(more);
    if (tail.size() > 2) {
      Files.delete(tail.remove());
    }
  }

  private void lastLine(byte[] bytes, int length) {
    int end = length;
    while (end > 0) {
      int lineEnd = lastBreak(bytes, end);
      if (lineEnd < 0) {
        break;
      }
      int start = lastBreak(bytes, lineEnd) + 1;
      String text = new String(bytes, start, lineEnd - start, StandardCharsets.UTF_8);
      String whole = start == 0 ? line.toString(StandardCharsets.UTF_8) + text : text;
      if (!whole.isBlank()) {
        lines.accept(whole);
        break;
      }
      end = lineEnd;
    }
    int rest = lastBreak(bytes, length) + 1;
    if (rest > 0) {
      line.reset();
    }
    line.write(bytes, rest, Math.max(0, Math.min(length - rest, LINE - line.size())));
  }

  /** Progress bars end their lines with a carriage return. */
  private static int lastBreak(byte[] bytes, int before) {
    int at = before - 1;
    while (at >= 0 && bytes[at] != '\n' && bytes[at] != '\r') {
      at--;
    }
    return at;
  }

  /** The last lines of a log, at most this many bytes of them. */
  public static List<String> tail(Path folder, int count, int bytes) throws IOException {
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    try (LogReader reader = new LogReader(folder, Math.max(0, end(parts(folder)) - bytes))) {
      reader.readInto(end);
    }
    List<String> all = end.toString(StandardCharsets.UTF_8).lines().toList();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  private static long end(NavigableMap<Long, Path> parts) throws IOException {
    return parts.isEmpty() ? 0 : parts.lastKey() + Files.size(parts.lastEntry().getValue());
  }

  /** Writes the beginning and the end of a log, and in between how much is left out. */
  public static void copy(Path folder, OutputStream out) throws IOException {
    NavigableMap<Long, Path> parts = parts(folder);
    if (parts.isEmpty()) {
      return;
    }
    long end = end(parts);
    try (InputStream first = Files.newInputStream(parts.firstEntry().getValue())) {
      first.transferTo(out);
    }
    if (end <= KEPT) {
      return;
    }
    long from = Math.max(KEPT, end - KEPT);
    if (from > KEPT) {
      out.write(LogReader.gap(from - KEPT));
    }
    try (LogReader reader = new LogReader(folder, from)) {
      reader.readInto(out);
    }
  }

  /** The logs in a folder of logs, in order. */
  public static List<Path> all(Path logs) throws IOException {
    return FolderWalk.entries(logs).stream().filter(Files::isDirectory).sorted().toList();
  }

  /**
   * Removes the logs in a folder that were left by processes that were killed, and ends the
   * programs that wrote them.
   */
  public static void sweep(Path logs) throws IOException {
    for (Path folder : all(logs)) {
      try {
        Optional<ProcessLock> left = ProcessLock.tryTake(folder.resolve(LOCK));
        if (left.isPresent()) {
          try (ProcessLock held = left.get()) {
            StartedProgram.end(folder);
            removeFiles(folder);
          }
        }
      } catch (NoSuchFileException e) {
        // Another process sweeps, too.
      }
    }
  }

  /** Whether the process that writes a log is still alive. */
  public static boolean isWritten(Path folder) throws IOException {
    return ProcessLock.isHeld(folder.resolve(LOCK));
  }

  /** Takes no more, but is ours: who sweeps leaves it until it is closed. */
  public synchronized void seal() throws IOException {
    sealed = true;
    part.close();
  }

  /** Takes no more, and is nobody's. */
  @Override
  public void close() throws IOException {
    try (ProcessLock held = lock) {
      seal();
    }
  }

  /** Removes its files, and closes it. */
  public void remove() throws IOException {
    try (ProcessLock held = lock) {
      seal();
      removeFiles(folder);
    }
  }

  /** Removes a log, when nobody writes it any more. */
  public static void remove(Path folder) throws IOException {
    try (ProcessLock held = ProcessLock.take(folder.resolve(LOCK))) {
      removeFiles(folder);
    }
  }

  private static void removeFiles(Path folder) throws IOException {
    for (Path file : parts(folder).values()) {
      Files.deleteIfExists(file);
    }
    StartedProgram.forget(folder);
    Files.deleteIfExists(folder.resolve(LOCK));
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return; // Another log is made there just now.
    }
  }

  /** Removes a folder of logs, and the one around it, if nothing is left there. */
  public static void removeEmpty(Path logs) throws IOException {
    try {
      Files.deleteIfExists(logs);
      Files.deleteIfExists(logs.resolveSibling(""));
    } catch (DirectoryNotEmptyException e) {
      return; // Another program is at work, or something else lies there.
    }
  }
}
