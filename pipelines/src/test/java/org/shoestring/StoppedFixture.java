package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.FaultRule;

/** Stages in the middle of which a signal comes: a store falls silent, a program does not end. */
abstract class StoppedFixture {
  static final String STOPPED =
      """
      shoestring: stopping; press Ctrl-C again to end at once
      shoestring: stopped. Finished work is kept: run the same command again to continue
      """;

  private static final int HANGS_SECONDS = 60;

  final Path folder;
  final Path state;
  private final String mark;

  StoppedFixture(Path temp) throws IOException {
    this.folder = Files.createDirectory(temp.resolve("experiment"));
    this.state = Files.createDirectory(temp.resolve("elsewhere")); // Else its files are watched.
    this.mark = "mark" + temp.getFileName();
    StringBuilder raw = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      raw.append(i * 7919L % 4001).append("\tline ").append(i % 3700).append('\n');
    }
    Files.writeString(folder.resolve("raw.tsv"), raw);
  }

  /** A program, after this: it leaves a daemon and itself at work, unless there is a file "go". */
  final String program() {
    return "cd STATE; if [ ! -e go ]; then setsid sh -c 'sleep 1000; : MARK' & touch begun; sleep 1001; fi; : MARK; "
        .replace("STATE", state.toString())
        .replace("MARK", mark);
  }

  private long programs() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(mark))
        .count();
  }

  /** Waits until no program is left; what was killed may be listed for a moment. */
  final void awaitNoPrograms() throws InterruptedException {
    while (programs() > 0) {
      Thread.sleep(20);
    }
  }

  static void await(Shoestring.Running running, BooleanSupplier done) throws Exception {
    while (!done.getAsBoolean()) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(20);
    }
  }

  final void awaitProgram(Shoestring.Running running) throws Exception {
    await(running, () -> Files.exists(state.resolve("begun")));
  }

  /** How a process ends that does not hang. */
  static Shoestring.Result end(Shoestring.Running running) throws Exception {
    assertThat(running.process().waitFor(HANGS_SECONDS, TimeUnit.SECONDS)).isTrue();
    return running.end();
  }

  /** The second shard of a type's output reaches the store, which does not answer. */
  static FaultRule stalled(String type) {
    AtomicInteger shards = new AtomicInteger();
    return FaultRule.always(new Fault.StallAnswer(0))
        .when(
            request ->
                request.target().contains("/outputs/" + type + "-")
                    && request.target().contains("part-")
                    && shards.getAndIncrement() > 0)
        .on("PUT");
  }

  static long files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
