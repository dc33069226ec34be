package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.Stores;
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
                  SETTINGS, MetricFormat.TSV, process, place, local, said, stop)) {
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
