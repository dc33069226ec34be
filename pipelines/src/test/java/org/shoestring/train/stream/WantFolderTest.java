package org.shoestring.train.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What processes say that they want, while they live. */
@Timeout(60)
class WantFolderTest {
  private final Path folder;
  private final WantFolder wants;
  private long nanos;

  WantFolderTest(@TempDir Path folder) {
    this.folder = folder;
    this.wants = new WantFolder(folder, () -> nanos);
  }

  private void say(String name, String text) throws IOException {
    Files.writeString(
        folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Test
  void look_severalLines_theLastWholeOneCounts() throws IOException {
    say("a", "0\t0\t1\t1\tx\n0\t0\t2\t1\ty\n0\t0\t3\t1\tz");

    assertThat(wants.look()).isTrue();
    assertThat(wants.wants()).containsExactly(new ShardWant(false, 0, 2, List.of("y"), List.of()));
    assertThat(wants.look()).isFalse();

    say("a", "\n");

    assertThat(wants.look()).isTrue();
    assertThat(wants.wants()).containsExactly(new ShardWant(false, 0, 3, List.of("z"), List.of()));
  }

  @Test
  void look_fileThatIsNotLockedYet_isPassedOver() throws IOException {
    say(".a", "0\t0\t1\t1\tx\n");
    assertThat(wants.look()).isFalse();
    assertThat(wants.wants()).isEmpty();
  }

  @Test
  void look_fileThatItsProcessRemoved_countsNoMore() throws IOException {
    say("a", "0\t0\t1\t1\tx\n");
    wants.look();
    Files.delete(folder.resolve("a"));

    assertThat(wants.look()).isTrue();
    assertThat(wants.wants()).isEmpty();
  }

  @Test
  void look_oneWaits_thoseThatAreSilentComeLastUntilTheySaySomething() throws IOException {
    say("given up", "0\t0\t1\t1\tx\n");
    wants.look();
    nanos = TimeUnit.SECONDS.toNanos(1);
    say("reading", "0\t0\t9\t1\ty\n");
    say("waiting", "1\t0\t9\t1\tz\n");
    wants.look();
    assertThat(wants.wants()).hasSize(3);

    nanos = TimeUnit.SECONDS.toNanos(2);
    assertThat(wants.look()).isTrue();
    assertThat(wants.wants()).flatExtracting(ShardWant::needed).containsExactly("y", "z");
    assertThat(wants.plan(9).order()).containsExactly("z", "y", "x");
    assertThat(wants.look()).isFalse();

    say("waiting", "0\t0\t9\t1\tz\n");
    nanos = TimeUnit.SECONDS.toNanos(9);
    wants.look();
    assertThat(wants.wants()).flatExtracting(ShardWant::needed).containsExactly("y", "z");

    say("given up", "1\t0\t1\t1\tx\n");
    assertThat(wants.look()).isTrue();
    assertThat(wants.wants()).flatExtracting(ShardWant::needed).containsExactly("x", "z");
  }

  /** POSIX locks of Python are seen by Java, and the end of a process by kill gives them back. */
  @Test
  void removeDead_killedProcess_isForgottenAndOthersStay() throws Exception {
    LockedWant dead = new LockedWant(folder, "a");
    try (LockedWant living = new LockedWant(folder, "b")) {
      wants.look();
      assertThat(wants.wants()).hasSize(2);
      assertThat(wants.removeDead()).isFalse();

      dead.kill();

      assertThat(wants.removeDead()).isTrue();
      assertThat(wants.wants()).hasSize(1);
      assertThat(folder.resolve("a")).doesNotExist();
      assertThat(folder.resolve("b")).exists();
    }
  }

  /** A Python process that says what it wants, and lives until it is killed. */
  private record LockedWant(Process process) implements AutoCloseable {
    private static final String PROGRAM =
        """
        import fcntl, os, sys, time
        folder, name = sys.argv[1:]
        file = open(os.path.join(folder, "." + name), "a")
        fcntl.lockf(file, fcntl.LOCK_EX)
        os.rename(file.name, os.path.join(folder, name))
        print(0, 0, 0, 1, "x", sep="\\t", file=file, flush=True)
        print("ready", flush=True)
        time.sleep(1000)
        """;

    LockedWant(Path folder, String name) throws IOException {
      this(
          new ProcessBuilder("python3", "-c", PROGRAM, folder.toString(), name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }
}
