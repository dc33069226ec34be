package org.shoestring.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.JobClassLoader;
import org.shoestring.server.OtherJvm;

class ProgramLogTest {
  private static final String LINE = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(28) + "\n";

  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  ProgramLogTest(@TempDir Path temp) {
    this.folder = temp.resolve("log");
  }

  private String copied() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgramLog.copy(folder, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private long onDisk() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Test
  void copy_twiceWhatIsKept_isAllOfIt() throws IOException {
    String all = LINE.repeat(2 * ProgramLog.KEPT / LINE.length());
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      log.write(all);
      assertThat(copied()).isEqualTo(all);
    }
    assertThat(copied()).isEqualTo(all);
  }

  @Test
  void copy_more_isBeginningAndEndAndHowMuchIsMissing() throws IOException {
    StringBuilder all = new StringBuilder();
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      for (int i = 0; i < 6000; i++) {
        log.write(i + LINE);
        all.append(i).append(LINE);
        assertThat(onDisk()).isLessThanOrEqualTo(3L * ProgramLog.KEPT);
      }
    }
    int left = all.length() - 2 * ProgramLog.KEPT;
    assertThat(copied())
        .isEqualTo(
            all.substring(0, ProgramLog.KEPT)
                + "\n[... "
                + left
                + " bytes are left out here ...]\n"
                + all.substring(all.length() - ProgramLog.KEPT));
  }

  @Test
  void readInto_whileItIsWritten_givesEachByteOnce() throws IOException {
    LogReader reader = new LogReader(folder, 0);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    reader.readInto(read); // There is none yet.
    StringBuilder all = new StringBuilder();
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      for (int i = 0; i < 5000; i++) {
        log.write(i + LINE);
        all.append(i).append(LINE);
        if (i % 700 == 0) {
          reader.readInto(read);
        }
      }
    }
    reader.readInto(read);
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo(all.toString());
  }

  @Test
  void readInto_farBehind_tellsWhatIsMissing() throws IOException {
    LogReader reader = new LogReader(folder, 0);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      log.write("first\n");
      reader.readInto(read);
      log.write(LINE.repeat(5 * ProgramLog.KEPT / LINE.length()));
      log.write("last\n");
    }
    reader.readInto(read);
    assertThat(read.toString(StandardCharsets.UTF_8))
        .startsWith("first\n" + LINE)
        .contains("\n[... 2097152 bytes are left out here ...]\n")
        .endsWith(LINE + "last\n");
  }

  @Test
  void readInto_logThatWasRemoved_givesItsEnd() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (LogReader reader = new LogReader(folder, 0)) {
      ProgramLog log = new ProgramLog(folder, lines::add);
      log.write("first\n");
      assertThat(reader.readInto(read)).isTrue();
      log.write("last\n");
      log.remove();
      assertThat(reader.readInto(read)).isTrue();
      assertThat(reader.readInto(read)).isFalse();
    }
    assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("first\nlast\n");
  }

  @Test
  void tail_lines_areTheLast() throws IOException {
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      assertThat(ProgramLog.tail(folder, 2, 1000)).isEmpty();
      log.write("1\n2\n3");
      assertThat(ProgramLog.tail(folder, 2, 1000)).containsExactly("2", "3");
      log.write(LINE.repeat(4000) + "end\n");
      assertThat(ProgramLog.tail(folder, 5, 100)).hasSize(2).endsWith("end");
    }
  }

  @Test
  void write_chunks_tellTheLastWholeLine() throws IOException {
    try (ProgramLog log = new ProgramLog(folder, lines::add)) {
      for (String chunk :
          List.of("a", "b", "c\nd\ne", "f\r\n", "\n\n", " 10 %\r 20 %\r 30", "\r")) {
        log.write(chunk);
      }
    }
    assertThat(lines).containsExactly("d", "ef", " 20 %", " 30");
  }

  @Test
  void isWritten_untilItIsClosed() throws IOException {
    assertThat(ProgramLog.isWritten(folder)).isFalse();
    ProgramLog log = new ProgramLog(folder, lines::add);
    assertThat(ProgramLog.isWritten(folder)).isTrue();
    log.seal();
    assertThat(ProgramLog.isWritten(folder)).isTrue();
    log.write("late\n");
    log.close();
    assertThat(ProgramLog.isWritten(folder)).isFalse();
    assertThat(copied()).isEmpty();
    ProgramLog.remove(folder);
    assertThat(folder).doesNotExist();
  }

  @Test
  void sweep_logsOfTheDeadAndTheLiving_leavesTheLiving() throws IOException {
    Path logs = folder.resolveSibling("logs");
    Files.createDirectories(logs.resolve("1-1"));
    Files.writeString(logs.resolve("1-1/000000000000000"), "said before it was killed\n");
    Files.writeString(logs.resolve("1-1/lock"), "");
    Files.createDirectories(logs.resolve("killed-before-it-had-a-lock"));
    try (ProgramLog written = new ProgramLog(logs.resolve("2-1"), lines::add);
        ProgramLog sealed = new ProgramLog(logs.resolve("2-2"), lines::add)) {
      sealed.seal();

      ProgramLog.sweep(logs);

      assertThat(ProgramLog.all(logs)).containsExactly(written.folder(), sealed.folder());
    }
  }

  /** As of two jobs in one process of somebody else. */
  @Test
  void sweep_logOfAnotherClassLoader_leavesItAndItsLock() throws Exception {
    Path logs = folder.resolveSibling("logs");
    try (JobClassLoader job = new JobClassLoader();
        Closeable theirs = next(job, logs.resolve("7"))) {
      Path log = logs.resolve("7-1");
      assertThat(ProgramLog.isWritten(log)).isTrue();

      ProgramLog.sweep(logs);

      assertThat(ProgramLog.all(logs)).containsExactly(log);
      try (OtherJvm other = OtherJvm.start(Sweeping.class, logs)) {
        assertThat(other.line()).isEqualTo("[" + log + "]");
      }
      theirs.close();
      ProgramLog.sweep(logs);
      assertThat(ProgramLog.all(logs)).isEmpty();
    }
  }

  @Test
  void next_anotherClassLoaderHasThatNumber_isAnotherFolder() throws Exception {
    Path logs = folder.resolveSibling("logs");
    try (JobClassLoader first = new JobClassLoader();
        JobClassLoader second = new JobClassLoader();
        Closeable one = next(first, logs.resolve("7"));
        Closeable other = next(second, logs.resolve("7"))) {
      assertThat(one).isNotSameAs(other);
      assertThat(ProgramLog.all(logs)).containsExactly(logs.resolve("7-1"), logs.resolve("7-2"));
    }
  }

  private static Closeable next(JobClassLoader job, Path start)
      throws ReflectiveOperationException {
    Consumer<String> none = line -> {};
    return (Closeable)
        job.other(ProgramLog.class)
            .getMethod("next", Path.class, Consumer.class)
            .invoke(null, start, none);
  }

  /** Another JVM that sweeps, and says what it has left. */
  public static final class Sweeping {
    private Sweeping() {}

    public static void main(String[] args) throws IOException {
      ProgramLog.sweep(Path.of(args[0]));
      System.out.println(ProgramLog.all(Path.of(args[0])));
    }
  }
}
