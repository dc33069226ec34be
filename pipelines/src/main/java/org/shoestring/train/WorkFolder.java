package org.shoestring.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.files.AsidePath;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.ProcessLock;
import org.shoestring.worker.ChildProcesses;
import org.shoestring.worker.StartedProgram;

/**
 * The local folder of one stage's programs: copies of its inputs, checkpoints, what it leaves. Held
 * by one process at a time. A program that a killed process left at work is ended before another
 * one starts on the same checkpoints.
 */
public final class WorkFolder implements Closeable {
  private static final String LOCK = "lock";
  private static final long POLL_MILLIS = 300;

  private final Path folder;
  private final ProcessLock lock;

  private WorkFolder(Path folder, ProcessLock lock) {
    this.folder = folder;
    this.lock = lock;
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
          "another run on this machine is working on the same training, in "
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
    try {
      Files.createDirectories(folder);
      return ProcessLock.tryTake(folder.resolve(LOCK)).map(lock -> new WorkFolder(folder, lock));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Who held it has removed it just now.
    }
  }

  Path path() {
    return folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** A folder that is kept from one attempt to the next. */
  Path kept(String name) throws IOException {
    Path kept = folder.resolve(name);
    return Files.isDirectory(kept) ? kept : Files.createDirectories(kept); // Links to folders, too.
  }

  /** A folder that is empty. */
  Path emptied(String name) throws IOException {
    FolderWalk.remove(folder.resolve(name));
    return Files.createDirectories(folder.resolve(name));
  }

  /**
   * Moves a folder out of the way, if there is anything in it.
   *
   * @return where it is now; {@link #remove} leaves it there
   */
  Optional<Path> setAside(String name) throws IOException {
    Path from = folder.resolve(name);
    if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS) || FolderWalk.entries(from).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Files.move(from, AsidePath.of(from)));
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
   * Removes all that lies here, but for what was set aside: its output exists, so that nobody else
   * will work here. Who takes the folder at this moment may leave an empty one.
   *
   * @return what was set aside
   */
  List<Path> remove() throws IOException {
    return removeBut(Optional.empty());
  }

  /**
   * The same, but for something else that stays, too.
   *
   * @param left that one
   */
  List<Path> removeBut(Optional<Path> left) throws IOException {
    List<Path> aside = new ArrayList<>();
    try {
      for (Path entry : FolderWalk.entries(folder)) {
        if (AsidePath.is(entry)) {
          aside.add(entry);
        } else if (!entry.endsWith(LOCK) && !left.equals(Optional.of(entry))) {
          FolderWalk.remove(entry);
        }
      }
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Others who waited for this output clean up too, or something stays.
    }
    Collections.sort(aside);
    return aside;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
