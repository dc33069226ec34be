package org.shoestring.cli.training;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.LeaseOption;
import org.shoestring.cli.argument.TrainingOptions;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.RetentionField;
import org.shoestring.files.CacheFolder;
import org.shoestring.lease.HeldLease;
import org.shoestring.lease.LeaseManager;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.process.Termination;
import org.shoestring.spec.Shown;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.train.SidecarTraining;
import org.shoestring.train.TrainingPlace;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.checkpoint.storage.LastAttempt;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.preset.Presets;
import org.shoestring.worker.OutputPump;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StoppedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train}: a user's own training command, whose checkpoints survive its machine. */
@Command(
    name = "train",
    description = {
      "Runs a training command, and saves its checkpoints to a folder or a bucket while it runs. No"
          + " experiment is needed.",
      "",
      "Before the command starts, its newest checkpoint is in the folder of --local, whichever"
          + " machine wrote it. After Ctrl-C, SIGTERM or the death of the machine, run the same"
          + " line again, here or elsewhere. A training that has finished is not run again.",
      "",
      "The command runs in the current folder and environment, without a shell. A single word with"
          + " blanks in it is run by 'sh -c'. It gets Ctrl-C and SIGTERM, and --grace to save."
          + " PYTHONUNBUFFERED=1 is set, so that Python prints each line at once. The log that is"
          + " stored names the program and not its arguments, which may be secrets; what the"
          + " command prints is stored."
    },
    footer = {
      "Exit codes: 0 the command finished, now or before; 1 it failed, or another machine is"
          + " running it; 75 it was told to end (SIGTERM, --max-runtime, stop) and can be"
          + " continued; 130 Ctrl-C.",
      "",
      "Examples:",
      "  shoestring train --checkpoints s3://bucket/run1 --local output -- python3 train.py"
          + " --output output",
      "  shoestring train --checkpoints runs/1 --max-runtime 11h -- python3 train.py --output"
          + " {checkpoints}"
    },
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  /** How help names the words that are the user's own command. */
  public static final String COMMAND = "-- COMMAND";

  private static final String END_OF_OPTIONS = "--";
  private static final String KEEP = "--keep";
  private static final String CURVE = "--curve";

  private final Stores stores;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--checkpoints",
      paramLabel = "LOCATION",
      required = true,
      description =
          "Where checkpoints, learning curve and log are saved: a folder, s3://BUCKET/FOLDER,"
              + " gs://..., or a store of runners-config/stores. One training for each location.")
  private String location = "";

  @Option(
      names = "--local",
      paramLabel = "DIR",
      description =
          "The folder that the command saves its checkpoints to. Without it, write {checkpoints} in"
              + " the command; a folder in --work-dir is put in its place, and stays at the end if"
              + " the command left anything there.")
  private String local = "";

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description =
          "Which files are a checkpoint, as 'checkpoints' of a train stage (default: found by their"
              + " names). Examples: huggingface, files:pattern=model-*.bin,done=model-*.done.")
  private String preset = "";

  @Option(
      names = KEEP,
      paramLabel = "KEY=VALUE,...",
      description =
          "Which checkpoints stay, as 'keep' of a train stage (default: last=3). Example:"
              + " last=2,best=2,by=dev-bleu,order=max,every=10000.")
  private String keep = "";

  @Option(
      names = CURVE,
      paramLabel = "REGEX",
      description =
          "How the command prints what it measures, as 'curve' of a train stage (default: lines"
              + " STEP<TAB>METRIC<TAB>VALUE). You can repeat this option.")
  private List<String> curve = new ArrayList<>();

  @Option(
      names = "--take-over",
      description =
          "If another machine is running this training, have it save and stop, and continue here"
              + " when it has stopped, or shows no sign of life any more.")
  private boolean takeOver;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Where to keep local copies on their way (default: ~/.cache/shoestring).")
  private Path workDir = CacheFolder.ofUser();

  @Mixin private final LeaseOption lease = new LeaseOption();

  @Mixin private final TrainingOptions training = new TrainingOptions();

  @Parameters(paramLabel = COMMAND, description = "The command and its arguments.")
  private List<String> words = new ArrayList<>();

  private TrainCommand(Stores stores) {
    this.stores = stores;
  }

  /** The verb; from the command on, words are the command's own. */
  public static CommandLine of(Stores stores) {
    return new CommandLine(new TrainCommand(stores)).setStopAtPositional(true);
  }

  @Override
  public Integer call() throws Exception {
    UserCommand command = command();
    Optional<Path> folder = TrainerFolder.of(local, location, workDir, command);
    CheckpointSettings settings = settings();
    MetricFormat metrics = curve.isEmpty() ? MetricFormat.TSV : MetricFormat.matching(CURVE, curve);
    Path work = TrainerFolder.work(workDir, location, folder);
    TrainingPlace place = TrainingPlace.at(stores.workingIn(workDir), location);
    NamedTraining.checkOwn(stores, location);
    SidecarTraining sidecar =
        new SidecarTraining(
            command,
            folder,
            place,
            settings,
            metrics,
            work,
            to(FileDescriptor.out),
            to(FileDescriptor.err),
            Terminal::remark);
    training.begin();
    try (LeaseManager leases =
        LeaseManager.untilExit(place.store(), lease.duration(), Terminal::remark)) {
      leases.onStopRequest(Termination::endEarly);
      TrainingClaim claim = TrainingClaim.at(leases, place, location);
      try (HeldLease held = claim.take(takeOver)) {
        return run(sidecar, place, held);
      }
    }
  }

  private int run(SidecarTraining sidecar, TrainingPlace place, HeldLease held) throws Exception {
    Optional<LastAttempt> finishing = LastAttempt.finishing(place.checkpoints());
    if (!sidecar.settings().isDecided() && finishing.isPresent()) {
      Terminal.remark(
          location
              + ": this training has finished (attempt "
              + finishing.get().number()
              + " on "
              + finishing.get().machine()
              + "), so there is nothing to do. To train anew, add --from-scratch, or give another"
              + " location; to continue from a checkpoint, add --restore ATTEMPT/NUMBER");
      return 0;
    }
    StopSignal stop = Termination.stop();
    StopSignal own = new StopSignal(stop);
    try (StopSignal.Registration here = stop.enter();
        StopSignal.Registration ended = stop.onStop(own::stop);
        StopSignal.Registration lost = held.loss().onStop(own::stop)) {
      sidecar.run(own);
      return 0;
    } catch (StoppedException e) {
      if (e.reason().cause() == StopSignal.Cause.LEASE_LOST) {
        Terminal.error(location + ": " + e.reason().text() + "; the command was ended here");
        return ExitCode.FAILED;
      }
      return Termination.exitCode();
    }
  }

  private CheckpointSettings settings() {
    CheckpointSettings settings =
        CheckpointSettings.DEFAULT.with(
            preset.isEmpty()
                ? Optional.empty()
                : Optional.of(Presets.named(Spec.parse("--preset", preset))),
            Optional.of(keep.isEmpty() ? Retention.DEFAULT : RetentionField.ofOption(KEEP, keep)));
    return settings.running(
        training.restore(), training.fromScratch(), lease.duration(), training.grace());
  }

  /**
   * The program and its arguments.
   *
   * @throws UsageException if there is none, or it is not set off from the options
   */
  private UserCommand command() {
    if (words.isEmpty()) {
      throw new UsageException(
          "train: there is no command; write it after --, for example: shoestring train"
              + " --checkpoints s3://bucket/run1 --local output -- python3 train.py"
              + " --output output");
    }
    if (words.get(0).isBlank()) {
      throw UsageException.empty("the command of train");
    }
    if (!isSetOff()) {
      throw new UsageException(
          "train: write -- before the command: -- "
              + String.join(" ", words.stream().map(Shown::word).toList()));
    }
    return new UserCommand(words);
  }

  private boolean isSetOff() {
    CommandSpec known = spec;
    if (known == null) {
      return true;
    }
    List<String> all = known.commandLine().getParseResult().originalArgs();
    int end = all.size() - words.size() - 1;
    return end >= 0 && all.get(end).equals(END_OF_OPTIONS);
  }

  private static OutputPump.Sink to(FileDescriptor stream) {
    FileOutputStream out = new FileOutputStream(stream);
    return (bytes, length) -> out.write(bytes, 0, length);
  }
}
