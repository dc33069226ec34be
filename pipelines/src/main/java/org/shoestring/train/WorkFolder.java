package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.spec.UsageException;

/**
 * The local folder of one stage's programs: copies of its inputs, checkpoints, what it leaves. Held
 * by one process at a time.
 *
 * <p>A program may outlive the process that started it, when that was killed. It is written down
 * here, and killed before another one starts on the same checkpoints.
 */
public final class WorkFolder implements Closeable {
  private static final String PROGRAM = "program";

  private final Path folder;
  private final FileChannel channel;

  private WorkFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws UsageException if another process of this machine holds it
   */
  public static WorkFolder take(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new UsageException(
          folder + ": another run works here at this moment; wait for it, or stop it first");
    }
    WorkFolder work = new WorkFolder(folder, channel);
    work.killOrphan();
    return work;
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
    remove(folder.resolve(name));
    return Files.createDirectories(folder.resolve(name));
  }

  /** Writes down the program that works here. */
  void started(ProcessHandle program) throws IOException {
    String start = program.info().startInstant().map(Object::toString).orElse("");
    Files.writeString(folder.resolve(PROGRAM), program.pid() + "\n" + start + "\n");
  }

  private void killOrphan() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(PROGRAM));
    } catch (NoSuchFileException e) {
      return;
    }
    if (lines.size() == 2 && !lines.get(1).isEmpty()) {
      Optional<ProcessHandle> program = ProcessHandle.of(Long.parseLong(lines.get(0)));
      String start = lines.get(1);
      program
          .filter(p -> p.info().startInstant().map(Object::toString).orElse("").equals(start))
          .ifPresent(
              p -> {
                p.descendants().forEach(ProcessHandle::destroyForcibly);
                p.destroyForcibly();
              });
    }
    Files.deleteIfExists(folder.resolve(PROGRAM));
  }

  /** Removes all that lies here: its work is done. */
  public void remove() throws IOException {
    close();
    remove(folder);
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
