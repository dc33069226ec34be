package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.TestStores;
import org.shoestring.store.local.LocalStore;
import org.shoestring.table.Output;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.ProgramLog;

/** The copy of a log while its command prints. */
@Timeout(60)
class StoredLogTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final Path folder;
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final AtomicInteger puts = new AtomicInteger();
  private volatile boolean isBroken;

  StoredLogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** An output on a store that fails as long as it is broken. */
  private Output output() {
    String workspace = folder.resolve("w").toString();
    return Output.in(
        TestStores.with(
            workspace,
            new ForwardingStore(new LocalStore(Path.of(workspace))) {
              @Override
              public void put(String name, Path spool) throws IOException {
                puts.incrementAndGet();
                if (isBroken) {
                  throw new IOException("the bucket is on fire");
                }
                super.put(name, spool);
              }
            }),
        workspace,
        TrainBench.RECIPE.outputName(),
        Codec.GZIP,
        2);
  }

  private static String stored(Output output) throws IOException {
    if (output.logs().names().isEmpty()) {
      return "";
    }
    try (InputStream in = new GZIPInputStream(output.logs().open("log.txt.gz"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private interface Work {
    void run(ProgramLog log, StoredLog stored, Output output) throws Exception;
  }

  private void whileItPrints(Duration every, Work work) throws Exception {
    Output output = output();
    try (WorkFolder held = WorkFolder.take(folder.resolve("work"), remarks::add)) {
      CommandLog said = new CommandLog(held);
      try (ProgramLog log = said.begin(line -> {});
          StoredLog stored = StoredLog.start(said, output, "log", every, remarks::add)) {
        work.run(log, stored, output);
      }
    }
  }

  private static void awaitStored(Output output, String text) throws Exception {
    while (!stored(output).equals(text)) {
      Thread.sleep(10);
    }
  }

  @Test
  void start_commandPrints_isCopiedNowAndThen() throws Exception {
    whileItPrints(
        Duration.ofMillis(20),
        (log, stored, output) -> {
          log.write("one\n");
          awaitStored(output, "one\n");
          log.write("two\n");
          awaitStored(output, "one\ntwo\n");
        });
    assertThat(remarks).isEmpty();
  }

  @Test
  void ask_longBeforeItIsTime_isCopiedAtOnce() throws Exception {
    whileItPrints(
        NEVER,
        (log, stored, output) -> {
          log.write("one\n");
          stored.ask();
          awaitStored(output, "one\n");
        });
  }

  @Test
  void copy_storeFails_isSaidOnceAndTriedAgain() throws Exception {
    isBroken = true;
    whileItPrints(
        Duration.ofMillis(20),
        (log, stored, output) -> {
          log.write("one\n");
          while (puts.get() < 3) {
            Thread.sleep(10);
          }
          isBroken = false;
          awaitStored(output, "one\n");
        });
    assertThat(remarks)
        .containsExactly(
            "the log cannot be stored now (the bucket is on fire); this is tried again");
  }

  @Test
  void sendLast_afterAll_hasAllAndNothingFollows() throws Exception {
    whileItPrints(
        Duration.ofMillis(20),
        (log, stored, output) -> {
          log.write("one\n");
          stored.sendLast();
          assertThat(stored(output)).isEqualTo("one\n");
          int before = puts.get();
          log.write("two\n");
          stored.ask();
          stored.close();
          assertThat(puts).hasValue(before);
        });
  }
}
