package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.FolderWalk;
import org.shoestring.spec.Shown;
import org.shoestring.store.DiskSync;
import org.shoestring.transform.Children;
import org.shoestring.tsv.BadDataException;

/**
 * The local folder of one stage's programs: copies of its inputs, checkpoints, what it leaves. Held
 * by one process at a time.
 *
 * <p>A program may outlive the process that started it, when that was killed. It is written down
 * here, and killed before another one starts on the same checkpoints.
 */
public final class WorkFolder implements Closeable {
  private static final String LOCK = "lock";
  private static final String PROGRAM = "program";
  private static final Pattern STARTED =
      Pattern.compile("([1-9][0-9]{0,9})\n(.{0,40})\n(?:([0-9a-f-]{36})?\n)?");
  private static final String ENDED = "ended-well";
  private static final long POLL_MILLIS = 300;

  /** Start times are compared with this tolerance: they are told from the clock, which is set. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(10);

  private final Path folder;
  private final FileChannel channel;

  private WorkFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, as soon as no other run on this machine holds it.
   *
   * @param remarks is told if that takes a while
   */
  static WorkFolder take(Path folder, Consumer<String> remarks)
      throws IOException, InterruptedException {
    Optional<WorkFolder> taken = tryTake(folder);
    if (taken.isEmpty()) {
      remarks.accept(
          "another run on this machine is working on the same stage, in "
              + folder
              + "; waiting for it");
    }
    while (taken.isEmpty()) {
      Thread.sleep(POLL_MILLIS);
      taken = tryTake(folder);
    }
    try {
      taken.get().killOrphan();
      return taken.get();
    } catch (IOException | RuntimeException e) {
      taken.get().close();
      throw e;
    }
  }

  private static Optional<WorkFolder> tryTake(Path folder) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Who held it has removed it just now.
    }
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new WorkFolder(folder, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another stage of this process holds it, which is the same to us.
    }
    channel.close();
    return Optional.empty();
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** A folder that is kept from one attempt to the next. */
  Path kept(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** A folder that is empty. */
  Path emptied(String name) throws IOException {
    FolderWalk.remove(folder.resolve(name));
    return Files.createDirectories(folder.resolve(name));
  }

  /**
   * Writes down that the program ended well, and what for: its output is not made again. What it
   * left is on the disk before that is, so that a power cut cannot take a part of it.
   *
   * @param out the folder that the program left
   */
  void endedWell(String key, Path out) throws IOException {
    if (Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
      DiskSync.tree(out);
    }
    DiskSync.folder(folder);
    Path part = folder.resolve(ENDED + ".part");
    Files.writeString(part, key + "\n");
    DiskSync.file(part);
    Files.move(part, folder.resolve(ENDED), StandardCopyOption.ATOMIC_MOVE);
    DiskSync.folder(folder);
  }

  /** Whether the program of that key ended well here, and its output was not committed yet. */
  boolean hasEndedWell(String key) throws IOException {
    try {
      byte[] written = Files.readAllBytes(folder.resolve(ENDED));
      return new String(written, StandardCharsets.UTF_8).equals(key + "\n");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Has the program run again. */
  void forget() throws IOException {
    Files.deleteIfExists(folder.resolve(ENDED));
  }

  /**
   * Writes down the program that works here.
   *
   * @param mark by which all that it starts is known, see {@link Children#mark}
   */
  void started(ProcessHandle program, String mark) throws IOException {
    String start = program.info().startInstant().map(Object::toString).orElse("");
    Path part = folder.resolve(PROGRAM + ".part");
    Files.writeString(part, program.pid() + "\n" + start + "\n" + mark + "\n");
    DiskSync.file(part); // A power cut must not leave an empty one.
    Files.move(part, folder.resolve(PROGRAM), StandardCopyOption.ATOMIC_MOVE);
  }

  private void killOrphan() throws IOException {
    Path file = folder.resolve(PROGRAM);
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return;
    }
    Matcher written = STARTED.matcher(text);
    if (!written.matches()) {
      throw damaged(file, text, null);
    }
    if (!written.group(2).isEmpty()) {
      try {
        Instant start = Instant.parse(written.group(2));
        ProcessHandle.of(Long.parseLong(written.group(1)))
            .filter(p -> p.info().startInstant().filter(s -> near(s, start)).isPresent())
            .ifPresent(WorkFolder::kill);
      } catch (DateTimeParseException e) {
        throw damaged(file, text, e);
      }
    }
    if (written.group(3) != null) {
      Children.killMarked(written.group(3)); // What it started may belong to nobody by now.
    }
    Files.deleteIfExists(file);
  }

  private BadDataException damaged(Path file, String text, @Nullable Exception cause) {
    return new BadDataException(
        file
            + ":1: "
            + Shown.quoted(text)
            + " is not the number, the start time and the mark of a process, a line each; end the"
            + " program that may still work in "
            + folder
            + ", then delete the file",
        cause);
  }

  private static boolean near(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(CLOCK_STEP) < 0;
  }

  /** Kills a program and what it started, and waits until none of them can write any more. */
  private static void kill(ProcessHandle program) {
    List<ProcessHandle> all = new ArrayList<>(program.descendants().toList());
    all.add(program);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /**
   * Removes all that lies here: its output exists, so that nobody else will work here. Who takes
   * the folder at this moment may leave an empty one.
   */
  void remove() throws IOException {
    try {
      for (Path entry : FolderWalk.entries(folder)) {
        if (!entry.endsWith(LOCK)) {
          FolderWalk.remove(entry);
        }
      }
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Others who waited for this output clean up too.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
