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
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.files.DiskSync;
import org.shoestring.files.FolderWalk;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.StartedProgram;

/**
 * The local folder of one stage's programs: copies of its inputs, checkpoints, what it leaves. Held
 * by one process at a time. A program that a killed process left at work is ended before another
 * one starts on the same checkpoints.
 */
public final class WorkFolder implements Closeable {
  private static final String LOCK = "lock";
  private static final String ENDED = "ended-well";
  private static final long POLL_MILLIS = 300;

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
      StartedProgram.end(folder);
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
   * @param mark by which all that it starts is known, see {@link ChildProcesses#mark}
   */
  void started(ProcessHandle program, String mark) throws IOException {
    StartedProgram.write(folder, program, mark);
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
