package org.shoestring.cli;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.ExperimentRunner;
import org.shoestring.experiment.Leases;
import org.shoestring.experiment.Planner;
import org.shoestring.experiment.Planner.Examined;
import org.shoestring.experiment.Planner.State;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageResult;
import org.shoestring.experiment.StageResult.End;
import org.shoestring.pipeline.BeamSettings;
import org.shoestring.pipeline.ExitCode;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.UsageException;
import org.shoestring.store.CacheFolder;
import org.shoestring.store.Stores;
import org.shoestring.transform.WorkSlots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: brings stages up to date. */
@Command(
    name = "run",
    description =
        "Brings an experiment up to date: all its stages, or the named ones and what they need.",
    footer = {
      "",
      "With remote stores, -n also tells what the run will ask of each bucket, an estimate: reads are",
      "shards and files that have no copy in the cache, writes are taken to be as large as a stage's",
      "input (score and train are left out), requests are counted as they were measured, within a",
      "quarter. Stages whose inputs are not made yet are named and not counted. A run ends with what",
      "this process has asked; workers elsewhere, on a cluster, count for themselves.",
      "",
      "A stage whose output exists is CACHED and costs nothing. Killed at any moment, the same",
      "command goes on where it was. Example: run data-samples/en-de/en-de.yaml bleu -j 2"
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private ExperimentArgument experiment = new ExperimentArgument();

  @Parameters(
      index = "1..*",
      paramLabel = "STAGE",
      description = "Stages to bring up to date (default: all). After --, Beam pipeline options.")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print the plan with a reason a stage, and do nothing.")
  private boolean dryRun;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Shards and programs at work at once (default: the number of processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      description = {
        "What runs at once is counted with no more than this (default: the machine's memory):",
        "32 MiB a shard, for a program its stage's 'memory' (512 MiB), and for flink-local what its",
        "cluster takes. What does not fit waits. SIZE is like 500m or 2g; a number alone is bytes."
      })
  private String maxMemory = "";

  @Option(
      names = {"-k", "--keep-going"},
      description = "After a failure, go on with the stages that do not need the failed one.")
  private boolean keepGoing;

  @Option(
      names = "--max-bad-lines",
      paramLabel = "N",
      description = "Bad lines that each import sets aside before it fails (default: its own).")
  private long maxBadLines = -1;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description = {
        "What runs pipelines (default: ${DEFAULT-VALUE}): direct, the smallest; flink-local, a Flink",
        "cluster in this process, which spills what memory does not hold; a file of runners-config",
        "in the working directory, or the path of one."
      },
      defaultValue = "direct")
  private String runner = "direct";

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      description = {
        "Another machine that is at work on a stage is waited for; if it says nothing for so long,",
        "its stage is taken over (default: ${DEFAULT-VALUE})."
      },
      defaultValue = "60")
  private int lease = 60;

  @Override
  public Integer call() throws Exception {
    List<String> words = new ArrayList<>();
    List<String> beam = new ArrayList<>();
    stages.forEach(word -> (word.startsWith("--") ? beam : words).add(word));
    List<String> wanted = experiment.stages("run", words);
    if (jobs < 1) {
      throw new UsageException("-j is " + jobs + "; allowed is a number from 1");
    }
    if (maxBadLines < -1) {
      throw new UsageException(
          "--max-bad-lines is " + maxBadLines + "; allowed is a number from 0");
    }
    Experiment read = experiment.read();
    Experiment all = maxBadLines < 0 ? read : read.allowingBadLines(maxBadLines);
    BeamSettings settings =
        BeamSettings.of(runner, beam, jobs).spillingTo(CacheFolder.spill(experiment.workDir()));
    Stores.use(settings::storeOptions);
    List<Stage> needed = all.neededOrAll(wanted);
    Planner planner = experiment.runPlanner(all);
    List<Examined> plan = planner.examine(needed);
    if (dryRun || plan.stream().anyMatch(stage -> stage.state() != State.CACHED)) {
      settings.checked();
    }
    if (dryRun) {
      StageTable.print(plan);
      StoreLines.print(planner.cost(plan), all.workspace(), System.out);
      return 0;
    }
    WorkSlots.limit(jobs, memory());
    AtomicBoolean atWork = new AtomicBoolean(true);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tellStopped(atWork), "tell-stopped"));
    List<StageResult> results;
    try (Leases leases = leases(all);
        ProgressBoard board = new ProgressBoard(needed)) {
      results =
          new ExperimentRunner(planner, settings::options, leases, jobs, keepGoing, board)
              .run(needed);
    } finally {
      atWork.set(false);
    }
    StageTable.printResults(results);
    StoreLines.printTraffic(System.err);
    return tell(results);
  }

  /** Claims that are given up when this process is stopped, too. */
  private Leases leases(Experiment all) {
    if (lease < 3) {
      throw new UsageException("--lease is " + lease + "; allowed are seconds from 3");
    }
    Leases leases =
        new Leases(Stores.at(all.workspace()), Duration.ofSeconds(lease), Terminal::remark);
    Runtime.getRuntime().addShutdownHook(new Thread(leases::close, "give-up-leases"));
    return leases;
  }

  /** What Ctrl-C leaves behind. */
  private static void tellStopped(AtomicBoolean atWork) {
    if (atWork.get()) {
      System.err.println(
          "shoestring: stopped; what is finished is kept, and the same command goes on from there");
    }
  }

  private long memory() {
    if (!maxMemory.isEmpty()) {
      return Bytes.parse("--max-memory", maxMemory);
    }
    var machine = ManagementFactory.getOperatingSystemMXBean();
    return machine instanceof com.sun.management.OperatingSystemMXBean sized
        ? sized.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  /** The failures, each with its stage, and the exit code of the first. */
  private static int tell(List<StageResult> results) {
    int code = 0;
    for (StageResult result : results) {
      Exception error = result.error();
      if (error != null) {
        System.err.println(
            "shoestring: stage " + result.stage().name() + " failed: " + ExitCode.message(error));
        code = code == 0 ? ExitCode.of(error) : code;
      }
    }
    long skipped = results.stream().filter(result -> result.end() == End.SKIPPED).count();
    if (skipped > 0) {
      System.err.println(
          "shoestring: " + skipped + (skipped == 1 ? " stage was" : " stages were") + " not begun");
    }
    return code;
  }
}
