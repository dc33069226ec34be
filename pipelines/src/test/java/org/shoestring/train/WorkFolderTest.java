package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.ProcessLock;
import org.shoestring.server.JobClassLoader;
import org.shoestring.server.OtherJvm;

/** The local folder of a program. */
class WorkFolderTest {
  private final Path folder;

  WorkFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void take_startedProgramDamaged_saysWhatToDo() throws Exception {
    Path program = folder.resolve("program");
    for (String damaged :
        List.of(
            "",
            "1",
            "1\n",
            "\n\n",
            "-1\n2026-01-01T00:00:00Z\n",
            "1\n2026-99\n",
            "1\nx\ny\n",
            "1\n\na\n",
            "1\n\na\n",
            "99999999999999999999\n2026-01-01T00:00:00Z\n",
            "\0",
            "\u00e9\n")) {
      Files.writeString(program, damaged);
      assertThatThrownBy(() -> WorkFolder.take(folder, remark -> {}))
          .as(damaged)
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(program + ":1: '")
          .hasMessageEndingWith(
              " is not the number, the start time and the mark of a process, a line each; end the"
                  + " program that may still work in "
                  + folder
                  + ", then delete the file");
    }
  }

  /** As of two jobs in one process of somebody else, and a third one beside it. */
  @Test
  void take_anotherClassLoaderHasIt_waitsAndLeavesItsLock() throws Exception {
    try (JobClassLoader job = new JobClassLoader()) {
      Consumer<String> none = remark -> {};
      Method take =
          job.other(WorkFolder.class).getDeclaredMethod("take", Path.class, Consumer.class);
      take.setAccessible(true);
      try (Closeable theirs = (Closeable) take.invoke(null, folder, none)) {
        BlockingQueue<String> remarks = new LinkedBlockingQueue<>();
        CompletableFuture<WorkFolder> ours = new CompletableFuture<>();
        Thread waiting =
            new Thread(
                () -> {
                  try {
                    ours.complete(WorkFolder.take(folder, remarks::add));
                  } catch (IOException | InterruptedException e) {
                    ours.completeExceptionally(e);
                  }
                });
        waiting.start();

        assertThat(remarks.take())
            .isEqualTo(
                "another run on this machine is working on the same training, in "
                    + folder
                    + "; waiting for it");
        try (OtherJvm other = OtherJvm.start(Looking.class, folder.resolve("lock"))) {
          assertThat(other.line()).isEqualTo("true");
        }
        assertThat(ours).isNotDone();

        theirs.close();
        ours.get().close();
      }
    }
  }

  /** Another JVM that says whether a lock is held. */
  public static final class Looking {
    private Looking() {}

    public static void main(String[] args) throws IOException {
      System.out.println(ProcessLock.isHeld(Path.of(args[0])));
    }
  }
}
