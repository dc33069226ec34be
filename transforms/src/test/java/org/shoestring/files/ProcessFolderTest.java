package org.shoestring.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.JobClassLoader;
import org.shoestring.server.OtherJvm;

class ProcessFolderTest {
  private final Path base;

  ProcessFolderTest(@TempDir Path base) {
    this.base = base;
  }

  @Test
  void under_sameBase_isTheSameFolder() throws IOException {
    assertThat(ProcessFolder.under(base)).isEqualTo(ProcessFolder.under(base)).isDirectory();
  }

  @Test
  void under_folderWasRemoved_isANewOne() throws IOException {
    Path first = ProcessFolder.under(base);
    Files.delete(first.resolve("lock"));
    Files.delete(first);

    assertThat(ProcessFolder.under(base)).isNotEqualTo(first).isDirectory();
  }

  @Test
  void under_foldersOfDeadProcesses_areSwept() throws Exception {
    Path dead = folder("1-" + UUID.randomUUID(), "lock");
    Files.writeString(dead.resolve("spool"), "left behind");
    Path diedBeforeItsLock = folder("2-" + UUID.randomUUID(), "spool");
    Path newborn = folder("3-" + UUID.randomUUID(), "lock");
    age(dead.resolve("lock"));
    age(diedBeforeItsLock);

    ProcessFolder.under(base);

    assertThat(dead).doesNotExist();
    assertThat(diedBeforeItsLock).doesNotExist();
    assertThat(newborn).exists();
  }

  @Test
  void under_foldersOfOtherNames_areLeft() throws Exception {
    Path users = folder("thesis", "chapter.tex");
    Path numbered = folder("1-data", "lock");
    age(users);
    age(numbered.resolve("lock"));
    age(numbered);

    ProcessFolder.under(base);

    assertThat(users.resolve("chapter.tex")).exists();
    assertThat(numbered).exists();
  }

  @Test
  void under_folderOfALiveProcess_isLeftUntilItDies() throws Exception {
    Path held;
    Path first;
    try (OtherJvm other = OtherJvm.start(Other.class, base)) {
      held = folderOf(other);
      age(held.resolve("lock"));

      first = ProcessFolder.under(base);
      assertThat(held.resolve("lock")).exists();
    }
    Files.delete(first.resolve("lock"));
    Files.delete(first);
    ProcessFolder.under(base);
    assertThat(held).doesNotExist();
  }

  @Test
  void under_processIsInterrupted_leavesNothing() throws Exception {
    try (OtherJvm other = OtherJvm.start(Other.class, base)) {
      Path held = folderOf(other);
      assertThat(held.resolve("flink/block")).exists();

      other.process().destroy();
      other.process().waitFor();

      assertThat(held).doesNotExist();
    }
  }

  @Test
  void under_sameBaseByAnotherPath_keepsTheLockOfOurs() throws Exception {
    Path ours = ProcessFolder.under(base);
    age(ours.resolve("lock"));
    Path link = Files.createSymbolicLink(base.resolveSibling(base.getFileName() + "-link"), base);
    try {
      assertThat(ProcessFolder.under(link)).isNotEqualTo(ours);
    } finally {
      Files.delete(link);
    }

    sweepByAnother();
    assertThat(ours).exists();
  }

  /** As of two jobs in one process of somebody else. */
  @Test
  void under_otherClassLoaderInThisProcess_keepsItsLock() throws Exception {
    try (JobClassLoader loader = new JobClassLoader()) {
      Class<?> other = loader.other(ProcessFolder.class);
      Path held = (Path) other.getMethod("under", Path.class).invoke(null, base);
      age(held.resolve("lock"));

      Path ours = ProcessFolder.under(base);

      assertThat(ours).isNotEqualTo(held);
      sweepByAnother();
      assertThat(held.resolve("lock")).exists();
    }
  }

  /** Another JVM sweeps, and ends. */
  private void sweepByAnother() throws IOException {
    try (OtherJvm other = OtherJvm.start(Other.class, base)) {
      assertThat(folderOf(other)).isDirectory();
    }
  }

  private static Path folderOf(OtherJvm other) throws IOException {
    return Path.of(Objects.requireNonNull(other.line()));
  }

  /** Another JVM that takes a folder, says which, and waits to be killed. */
  public static final class Other {
    private Other() {}

    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::run));
      Path folder = ProcessFolder.under(Path.of(args[0]));
      Files.writeString(folder.resolve("spool"), "half of it");
      Files.writeString(Files.createDirectory(folder.resolve("flink")).resolve("block"), "");
      System.out.println(folder);
      Thread.sleep(60_000);
    }
  }

  private Path folder(String name, String file) throws IOException {
    Path folder = Files.createDirectory(base.resolve(name));
    Files.writeString(folder.resolve(file), "");
    return folder;
  }

  /** By a process of its own: to open a file that this process has locked would release it. */
  private static void age(Path file) throws IOException, InterruptedException {
    Process touch = new ProcessBuilder("touch", "-d", "2020-01-01", file.toString()).start();
    assertThat(touch.waitFor()).isZero();
  }
}
