package org.shoestring.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.JobClassLoader;
import org.shoestring.server.OtherJvm;

@Timeout(120)
class ProcessLockTest {
  private final Path folder;
  private final Path file;

  ProcessLockTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("lock");
  }

  @Test
  void tryTake_heldByThisProcess_isEmptyAndLeavesTheLock() throws Exception {
    try (OtherJvm other = OtherJvm.start(Other.class)) {
      ProcessLock lock = ProcessLock.take(file);

      assertThat(ProcessLock.tryTake(file)).isEmpty();
      assertThat(ProcessLock.isHeld(file)).isTrue();
      assertThat(other.ask("isHeld " + file)).isEqualTo("true");

      lock.close();
      assertThat(ProcessLock.isHeld(file)).isFalse();
      assertThat(other.ask("isHeld " + file)).isEqualTo("false");
    }
  }

  @Test
  void tryTake_heldUnderAnotherPath_isEmptyAndLeavesTheLock() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(inner()));
    try (OtherJvm other = OtherJvm.start(Other.class);
        ProcessLock lock = ProcessLock.take(inner().resolve("lock"))) {
      assertThat(ProcessLock.tryTake(link.resolve("../link/lock"))).isEmpty();
      assertThat(other.ask("isHeld " + inner().resolve("lock"))).isEqualTo("true");
    }
  }

  private Path inner() {
    return folder.resolve("inner");
  }

  @Test
  void tryTake_heldByAnotherClassLoader_isEmptyAndLeavesTheLock() throws Exception {
    try (OtherJvm other = OtherJvm.start(Other.class);
        JobClassLoader job = new JobClassLoader()) {
      Closeable lock = takenBy(job);

      assertThat(ProcessLock.tryTake(file)).isEmpty();
      assertThat(ProcessLock.isHeld(file)).isTrue();
      assertThat(other.ask("isHeld " + file)).isEqualTo("true");

      lock.close();
      assertThat(ProcessLock.isHeld(file)).isFalse();
    }
  }

  private Closeable takenBy(JobClassLoader job) throws ReflectiveOperationException {
    Class<?> theirs = job.other(ProcessLock.class);
    return (Closeable) theirs.getMethod("take", Path.class).invoke(null, file);
  }

  @Test
  void take_heldByAnotherClassLoader_waitsForIt() throws Exception {
    try (JobClassLoader job = new JobClassLoader()) {
      Closeable theirs = takenBy(job);
      CompletableFuture<ProcessLock> ours = new CompletableFuture<>();
      Thread waiting = taking(ours);
      awaitWaiting(waiting);
      assertThat(ours).isNotDone();

      theirs.close();

      waiting.join();
      assertThat(takenBy(job, ours.get())).isEmpty();
    }
  }

  /** Tries to take what is held by us, and gives that back. */
  private Optional<?> takenBy(JobClassLoader job, ProcessLock ours) throws Exception {
    try (ours) {
      Class<?> theirs = job.other(ProcessLock.class);
      return (Optional<?>) theirs.getMethod("tryTake", Path.class).invoke(null, file);
    }
  }

  private Thread taking(CompletableFuture<ProcessLock> taken) {
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(ProcessLock.take(file));
              } catch (IOException e) {
                taken.completeExceptionally(e);
              }
            });
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void take_interruptedWhileItWaits_endsInterrupted() throws Exception {
    try (ProcessLock lock = ProcessLock.take(file)) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                assertThatThrownBy(() -> ProcessLock.take(file))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage(file + ": stopped");
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      waiting.start();
      awaitWaiting(waiting);

      waiting.interrupt();

      assertThat(interrupted.get()).isTrue();
      assertThat(ProcessLock.isHeld(file)).isTrue();
    }
  }

  @Test
  void take_holderIsKilled_isGiven() throws Exception {
    CompletableFuture<ProcessLock> ours = new CompletableFuture<>();
    Thread waiting;
    try (OtherJvm other = OtherJvm.start(Other.class)) {
      assertThat(other.ask("take " + file)).isEqualTo("taken " + file);
      assertThat(ProcessLock.tryTake(file)).isEmpty();
      assertThat(ProcessLock.isHeld(file)).isTrue();
      waiting = taking(ours);
      awaitWaiting(waiting);
    }
    waiting.join();
    try (ProcessLock lock = ours.get()) {
      assertThat(ProcessLock.isHeld(file)).isTrue();
    }
  }

  /** The system would take the two processes for dead-locked, though no thread is. */
  @Test
  void take_twoProcessesHaveWhatAThreadOfTheOtherWaitsFor_bothGetIt() throws Exception {
    Path second = folder.resolve("second");
    try (OtherJvm other = OtherJvm.start(Other.class)) {
      ProcessLock first = ProcessLock.take(file);
      assertThat(other.ask("take " + second)).isEqualTo("taken " + second);
      other.tell("take " + file);
      assertThat(other.ask("isWaiting")).isEqualTo("true");
      CompletableFuture<ProcessLock> ours = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  ours.complete(ProcessLock.take(second));
                } catch (IOException e) {
                  ours.completeExceptionally(e);
                }
              });
      waiting.start();
      awaitWaiting(waiting);

      first.close();
      assertThat(other.line()).isEqualTo("taken " + file);
      assertThat(other.ask("close " + second)).isEqualTo("closed");
      ours.get().close();
    }
  }

  @Test
  void tryTake_lockedWithoutThisClass_isEmpty() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(channel.tryLock()).isNotNull();

      assertThat(ProcessLock.tryTake(file)).isEmpty();
      assertThat(ProcessLock.isHeld(file)).isTrue();
    }
  }

  @Test
  void isHeld_fileOrFolderIsMissing_isFalseAndMakesNone() throws IOException {
    assertThat(ProcessLock.isHeld(file)).isFalse();
    assertThat(ProcessLock.isHeld(inner().resolve("lock"))).isFalse();
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> ProcessLock.take(inner().resolve("lock")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void close_again_leavesTheNextHoldersLock() throws Exception {
    ProcessLock first = ProcessLock.take(file);
    first.close();
    try (ProcessLock next = ProcessLock.take(file)) {
      first.close();

      assertThat(ProcessLock.tryTake(file)).isEmpty();
    }
  }

  @Test
  void tryTake_classLoaderIsDropped_isNotKeptFromGoing() throws Exception {
    WeakReference<ClassLoader> dropped = dropped();

    while (dropped.get() != null) {
      System.gc();
      Thread.sleep(10);
    }

    assertThat(ProcessLock.isHeld(file)).as("said of this process until it ends").isTrue();
    try (OtherJvm other = OtherJvm.start(Other.class)) {
      assertThat(other.ask("isHeld " + file)).isEqualTo("false");
    }
    Properties all = System.getProperties();
    assertThat(all.keySet()).hasSameElementsAs(all.stringPropertyNames()).isNotEmpty();
  }

  private WeakReference<ClassLoader> dropped() throws Exception {
    try (JobClassLoader job = new JobClassLoader()) {
      assertThat(takenBy(job)).isNotNull();
      return new WeakReference<>(job);
    }
  }

  /** Whoever holds the file makes another one, and deletes both: there is never one before. */
  @Test
  @Tag("long")
  void take_holdersDeleteTheFile_oneHoldsAtATime() throws Exception {
    try (OtherJvm first = OtherJvm.start(Deleting.class, file);
        OtherJvm second = OtherJvm.start(Deleting.class, file);
        OtherJvm third = OtherJvm.start(Deleting.class, file)) {
      assertThat(first.line()).isEqualTo("good");
      assertThat(second.line()).isEqualTo("good");
      assertThat(third.line()).isEqualTo("good");
    }
  }

  /** Takes, deletes and gives back a file again and again. */
  public static final class Deleting {
    private Deleting() {}

    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      Path marker = file.resolveSibling("marker");
      for (int taken = 0; taken < 3000; ) {
        Optional<ProcessLock> lock = ProcessLock.tryTake(file);
        if (lock.isPresent()) {
          taken++;
          try (ProcessLock held = lock.get()) {
            Files.createFile(marker);
            Files.delete(marker);
            Files.delete(file);
          }
        }
      }
      System.out.println("good");
    }
  }

  /** Another JVM that does what it reads. */
  public static final class Other {
    private static final Map<String, ProcessLock> TAKEN = new ConcurrentHashMap<>();

    private Other() {}

    public static void main(String[] args) throws Exception {
      BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      Thread last = Thread.currentThread();
      @Nullable String command = commands.readLine();
      while (command != null) {
        String[] words = command.split(" ", 2);
        switch (words[0]) {
          case "isHeld" -> System.out.println(ProcessLock.isHeld(Path.of(words[1])));
          case "take" -> {
            last = new Thread(() -> take(words[1]));
            last.start();
          }
          case "isWaiting" -> {
            awaitWaiting(last);
            System.out.println(last.isAlive());
          }
          case "close" -> {
            Objects.requireNonNull(TAKEN.get(words[1])).close();
            System.out.println("closed");
          }
          default -> throw new IllegalArgumentException(command);
        }
        command = commands.readLine();
      }
    }

    private static void take(String file) {
      try {
        TAKEN.put(file, ProcessLock.take(Path.of(file)));
        System.out.println("taken " + file);
      } catch (IOException e) {
        System.out.println(e);
        throw new UncheckedIOException(e);
      }
    }
  }
}
