package org.shoestring.cli.stages;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.LeaseOption;
import org.shoestring.cli.argument.TrainingOptions;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.screen.ProgressBoard;
import org.shoestring.cli.screen.StoreLines;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.RunSettings;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.ExaminedStage.State;
import org.shoestring.experiment.plan.ExperimentRunner;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.experiment.plan.StageResult.End;
import org.shoestring.experiment.plan.WorkPlace;
import org.shoestring.files.CacheFolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.pipeline.process.MachineMemory;
import org.shoestring.pipeline.process.Messages;
import org.shoestring.pipeline.process.Termination;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.TrainWork;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.WorkSlots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: brings stages up to date. */
@Command(
    name = "run",
    description = {
      "Brings an experiment up to date: all its stages, or the named stages and what they"
          + " need.",
      "",
      "A stage whose output exists is CACHED and costs nothing. You can stop a run at any"
          + " moment, even with kill -9: the same command resumes after the last finished shard."
    },
    footer = {
      "If the workspace or a source is in a bucket, -n also prints an estimate for each bucket:"
          + " the bytes to read (without those in the cache), the bytes to write (as many as a"
          + " stage reads; train and score stages are not counted), and the requests (within 25"
          + " %%). Stages whose inputs do not exist yet are"
          + " named, but not counted. 'run' ends with what it really read, wrote and requested"
          + " per bucket, without what workers of a cluster did.",
      "",
      "With --runner flink-cluster, -n also says which stages would run on the cluster, and fails"
          + " with exit code 2 if the cluster cannot run them.",
      "",
      "Examples:",
      "  shoestring run data-samples/en-de/en-de.yaml -n",
      "  shoestring run data-samples/en-de/en-de.yaml bleu -j 2"
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  @Mixin private final ExperimentArgument experiment;

  @Parameters(
      index = "1..*",
      paramLabel = "STAGE",
      description =
          "The stages to bring up to date (default: all). Write Beam pipeline options after --.")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would be done and why, and do nothing.")
  private boolean dryRun;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      converter = WholeNumber.Jobs.class,
      description =
          "How many shards and programs to run at the same time (default: the number of"
              + " processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description =
          "Memory budget for everything that runs at the same time (default: the memory of this"
              + " machine). A shard counts as 32 MiB, a program as the 'memory' of its stage"
              + " (default: 512MiB), and flink-local as the memory of its cluster. Work that"
              + " does not fit waits. Examples: 500m, 2g; a"
              + " number without a unit is bytes.")
  private String maxMemory = "";

  @Option(
      names = {"-k", "--keep-going"},
      description = "After a failure, continue with the stages that do not need the failed one.")
  private boolean keepGoing;

  @Option(
      names = "--detach",
      description =
          "With --runner flink-cluster: submit what can run now, and do not wait for it. The next"
              + " 'run' goes on. The exit code is 75 as long as there is more to do.")
  private boolean detach;

  @Option(
      names = "--max-bad-lines",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description =
          "How many bad lines each import stage may set aside before it fails (default: what the"
              + " experiment says).")
  private long maxBadLines = -1;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description =
          "What runs the pipelines (default: ${DEFAULT-VALUE}). 'direct' is the smallest."
              + " 'flink-local' is a Flink cluster in this process, which moves to disk what"
              + " does not"
              + " fit into memory. Other names are files in the folder runners-config of the"
              + " current folder; you can also give the path of a file.",
      defaultValue = "direct")
  private String runner = "direct";

  @Mixin private final TakeOverOption takenOver = new TakeOverOption();

  @Mixin private final LeaseOption lease = new LeaseOption();

  @Mixin private final TrainingOptions training = new TrainingOptions();

  public RunCommand(Stores stores) {
    this.experiment = new ExperimentArgument(stores);
  }

  @Override
  public Integer call() throws Exception {
    List<String> words = new ArrayList<>();
    List<String> beam = new ArrayList<>();
    stages.forEach(word -> (word.startsWith("--") ? beam : words).add(word));
    List<String> wanted = experiment.stages("run", words);
    Experiment read = experiment.read();
    Experiment all = read.running(settings());
    BeamSettings settings =
        BeamSettings.of(runner, beam, jobs).spillingTo(CacheFolder.spill(experiment.workDir()));
    List<Stage> needed = all.neededOrAll(wanted);
    checkRestore(needed);
    takenOver.check(needed);
    needed.forEach(stage -> stage.checkFiles(all.folder()));
    Planner planner = experiment.runPlanner(all, Stores.of(settings::storeOptions));
    List<ExaminedStage> plan = dryRun ? planner.examine(needed) : planner.examineToRun(needed);
    if (dryRun || plan.stream().anyMatch(stage -> stage.state() != State.CACHED)) {
      settings.checked();
    }
    planner.remarkUnwatched(needed);
    plan.forEach(this::remarkFinished);
    if (dryRun) {
      WorkPlace place = WorkPlace.of(settings, planner.workspace(), detach);
      StageTable.print(plan, Map.of(), place::shown);
      for (ExaminedStage stage : plan) {
        planner.remarkFormer(stage);
      }
      StoreLines.print(planner.cost(plan), all.workspace(), System.out);
      place.check(plan);
      return 0;
    }
    WorkPlace place = WorkPlace.of(settings, planner.workspace(), detach);
    WorkSlots.limit(jobs, memory());
    training.begin();
    Termination.finishUnits(training.grace());
    StopSignal stop = Termination.stop();
    AtomicBoolean atWork = new AtomicBoolean(true);
    List<StageResult> results;
    try (LeaseManager leases = leases(planner.workspace().store());
        ProgressBoard board = new ProgressBoard(needed)) {
      Thread stopped = new Thread(() -> tellStopped(atWork, board), "tell-stopped");
      Runtime.getRuntime().addShutdownHook(stopped);
      takenOver.ask(planner, leases, plan);
      results =
          new ExperimentRunner(
                  planner, place, leases, jobs, keepGoing, board, stop, Termination.early())
              .run(needed);
      if (Termination.exitCode() != 0) {
        return Termination.exitCode(); // The process ends, and tells that.
      }
      atWork.set(false);
    } catch (Exception e) {
      atWork.set(Termination.exitCode() != 0);
      throw e;
    }
    int code;
    try {
      StageTable.printResults(results);
      if (results.stream().anyMatch(result -> result.finished() != null)) {
        StageTable.tellPaths(experiment);
      }
      StoreLines.printTraffic(planner.workspace().stores(), System.err);
    } finally {
      code = tell(all, results); // Also if a score is damaged that the table shows.
    }
    return code;
  }

  private RunSettings settings() {
    return new RunSettings(
        maxBadLines < 0 ? OptionalLong.empty() : OptionalLong.of(maxBadLines),
        lease.duration(),
        training.grace(),
        training.restore(),
        training.fromScratch());
  }

  /**
   * Fails if a checkpoint is chosen for several trainings.
   *
   * @throws UsageException with the trainings
   */
  private void checkRestore(List<Stage> needed) {
    List<String> trainings =
        needed.stream()
            .filter(stage -> stage.type().equals(TrainWork.TYPE))
            .map(Stage::name)
            .toList();
    if (training.restore().isPresent() && trainings.size() != 1) {
      throw new UsageException(
          "--restore is for one training, but "
              + (trainings.isEmpty() ? "none is run" : String.join(", ", trainings) + " are run")
              + "; name the stage that trains");
    }
  }

  /** Says so if what a training is to continue from does not matter, since it has finished. */
  private void remarkFinished(ExaminedStage stage) {
    if (training.isDecided()
        && stage.stage().type().equals(TrainWork.TYPE)
        && stage.state() == State.CACHED) {
      Terminal.remark(
          stage.stage().name()
              + ": this training has finished, so --restore and --from-scratch change nothing; to"
              + " train anew, change its command or its seed");
    }
  }

  /** Claims that are given up when this process is stopped, too. */
  private LeaseManager leases(ObjectStore store) {
    LeaseManager leases = LeaseManager.untilExit(store, lease.duration(), Terminal::remark);
    leases.onStopRequest(Termination::endEarly);
    return leases;
  }

  /** What Ctrl-C leaves behind. */
  private static void tellStopped(AtomicBoolean atWork, ProgressBoard board) {
    if (atWork.get()) {
      Messages.printLast(
          () -> {
            board.close();
            Terminal.remark(Termination.STOPPED);
          });
    }
  }

  /** What is given, or the machine's; to ask for that takes a while, so it is asked when needed. */
  private LongSupplier memory() {
    if (!maxMemory.isEmpty()) {
      long given = Bytes.parse("--max-memory", maxMemory);
      return () -> given;
    }
    return MachineMemory::bytes;
  }

  /** What goes on without this process, and the exit code that says so. */
  private static int tellSubmitted(List<StageResult> results) {
    long submitted = results.stream().filter(result -> result.end() == End.SUBMITTED).count();
    if (submitted == 0) {
      return 0;
    }
    Terminal.remark(
        Plural.of(submitted, "stage")
            + (submitted == 1 ? " is" : " are")
            + " at work on the cluster; 'status' shows them, and the same command goes on when they"
            + " are done");
    return ExitCode.RESUMABLE;
  }

  /** The failures, each with its stage, and the exit code of the first. */
  private int tell(Experiment all, List<StageResult> results) {
    int code = 0;
    for (StageResult result : results) {
      Exception error = result.error();
      if (error != null && result.end() == End.FAILED) {
        Terminal.error("stage " + result.stage().name() + " failed: " + ExitCode.message(error));
        code = code == 0 ? ExitCode.of(error) : code;
      }
    }
    List<Stage> skipped =
        results.stream()
            .filter(result -> result.end() == End.SKIPPED)
            .map(StageResult::stage)
            .toList();
    List<Stage> failed =
        results.stream()
            .filter(result -> result.end() == End.FAILED)
            .map(StageResult::stage)
            .toList();
    if (!skipped.isEmpty()) {
      boolean others =
          skipped.stream()
              .map(stage -> all.needed(List.of(stage.name())))
              .anyMatch(needed -> Collections.disjoint(needed, failed));
      Terminal.error(
          Plural.of(skipped.size(), "stage")
              + (skipped.size() == 1 ? " was" : " were")
              + " skipped, because "
              + failed.stream().map(Stage::name).collect(Collectors.joining(", "))
              + " failed"
              + (others && !keepGoing ? "; add -k to run the stages that do not need it" : ""));
    }
    return code != 0 ? code : tellSubmitted(results);
  }
}
