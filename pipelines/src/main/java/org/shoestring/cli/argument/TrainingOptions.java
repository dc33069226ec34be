package org.shoestring.cli.argument;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.process.Termination;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.CheckpointSettings;
import picocli.CommandLine.Option;

/** How training commands end early, and what they continue from. */
public final class TrainingOptions {
  @Option(
      names = "--max-runtime",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "End after this time as after SIGTERM, with exit code 75: for machines and notebooks that"
              + " vanish after a known time. Example: 11h.")
  private @Nullable Duration maxRuntime;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description =
          "How long a training command has to save a checkpoint after Ctrl-C, SIGTERM,"
              + " --max-runtime or a stop before it is killed (default: ${DEFAULT-VALUE}). Shards"
              + " at work have this time to be finished, but not after Ctrl-C.",
      defaultValue = "30s")
  private Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--restore",
      paramLabel = "ATTEMPT/NUMBER",
      converter = CheckpointNumbers.class,
      description = "Continue a training from this checkpoint instead of the newest.")
  private CheckpointSettings.@Nullable Wanted restore;

  @Option(
      names = "--from-scratch",
      description =
          "Start a training anew, though it has checkpoints: from what its stage names as"
              + " start-from, else from nothing.")
  private boolean fromScratch;

  /**
   * From now on, this process ends early as the user wants it.
   *
   * @throws UsageException if the options do not go together
   */
  public void begin() {
    if (fromScratch && restore != null) {
      throw new UsageException("--from-scratch and --restore exclude each other; give one of them");
    }
    Termination.resumable();
    Duration longest = maxRuntime;
    if (longest != null) {
      Thread timer = new Thread(() -> endAfter(longest), "max-runtime");
      timer.setDaemon(true);
      timer.start();
    }
  }

  private static void endAfter(Duration span) {
    try {
      Thread.sleep(span.toMillis());
      Termination.endEarly("--max-runtime " + TimeSpan.shown(span));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public Duration grace() {
    return grace;
  }

  public Optional<CheckpointSettings.Wanted> restore() {
    return Optional.ofNullable(restore);
  }

  public boolean fromScratch() {
    return fromScratch;
  }

  /** Whether the user has said what trainings continue from. */
  public boolean isDecided() {
    return fromScratch || restore != null;
  }
}
