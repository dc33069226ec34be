package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.LinesPreset;
import org.shoestring.train.checkpoint.storage.Attempt;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.ProgramLog;
import org.shoestring.worker.StopSignal;

/** What an attempt says when it ends while another one has taken over. */
@Timeout(60)
class TrainingAttemptTest {
  private static final CheckpointSettings SETTINGS =
      new CheckpointSettings(
          Optional.of(new LinesPreset()),
          Optional.empty(),
          Optional.empty(),
          false,
          Duration.ofHours(1), // It notices the other one only where it saves.
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(5));

  private final Path folder;
  private final List<String> remarks = new CopyOnWriteArrayList<>();

  TrainingAttemptTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A large checkpoint may take longer than five minutes. */
  @Test
  void watch_uploadHangs_logIsStoredMeanwhile() throws Exception {
    String location = folder.resolve("place").toString();
    CountDownLatch sending = new CountDownLatch(1);
    ObjectStore slow =
        new ForwardingStore(new LocalStore(Path.of(location))) {
          @Override
          public void put(String name, Path spool) throws IOException {
            if (name.contains("/_files/")) {
              sending.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new InterruptedIOException("broken off");
              }
            }
            super.put(name, spool);
          }
        };
    TrainingPlace place = TrainingPlace.at(TestStores.with(location, slow), location);
    Path local = folder.resolve("local");
    try (WorkFolder held = WorkFolder.take(folder.resolve("work"), remarks::add)) {
      CommandLog said = new CommandLog(held);
      TrainerProcess process = new TrainerProcess(held, () -> {}, remarks::add);
      try (ProgramLog log = said.begin(line -> {});
          TrainingAttempt attempt =
              TrainingAttempt.begin(
                  SETTINGS,
                  MetricFormat.TSV,
                  process,
                  place,
                  local,
                  said,
                  Duration.ofMillis(20),
                  new StopSignal())) {
        attempt.watch(log);
        Files.writeString(local.resolve("step-1"), "one\nend\n");
        sending.await();
        log.write("printed while the checkpoint is sent\n");
        while (!stored(place).endsWith("printed while the checkpoint is sent\n")) {
          Thread.sleep(10);
        }
      }
    }
    assertThat(remarks).containsExactly("attempt 1 starts from nothing");
  }

  private static String stored(TrainingPlace place) throws IOException {
    List<String> names = place.output().logs().names();
    if (names.isEmpty()) {
      return "";
    }
    try (InputStream in = new GZIPInputStream(place.output().logs().open(names.get(0)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void saveLast_superseded_saysByWhomAndWhereTheRestLies() throws Exception {
    TrainingPlace place =
        TrainingPlace.at(Stores.withoutOptions(), folder.resolve("place").toString());
    Path local = folder.resolve("local");
    StopSignal stop = new StopSignal();
    try (WorkFolder held = WorkFolder.take(folder.resolve("work"), remarks::add)) {
      CommandLog said = new CommandLog(held);
      TrainerProcess process = new TrainerProcess(held, () -> {}, remarks::add);
      try (ProgramLog log = said.begin(line -> {});
          TrainingAttempt attempt =
              TrainingAttempt.begin(
                  SETTINGS, MetricFormat.TSV, process, place, local, said, StoredLog.EVERY, stop)) {
        stop.stop(new StopSignal.Reason(StopSignal.Cause.INTERRUPTED, "SIGTERM"));
        Attempt later = Attempt.begin(place.checkpoints(), "vm");
        Files.writeString(local.resolve("step-1"), "one\nend\n");
        remarks.clear();
        attempt.watch(log);
        attempt.saveLast();

        assertThat(remarks)
            .contains(
                "attempt "
                    + later.number()
                    + " on vm has taken over; what was not saved lies in "
                    + local.toRealPath());
      }
    }
  }
}
