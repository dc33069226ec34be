package org.shoestring.cli.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.experiment.plan.StageStop;
import org.shoestring.lease.HolderStop;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stop}: ends a stage or a training that any machine runs, with what it has saved. */
@Command(
    name = "stop",
    description = {
      "Asks the machine that is running a stage, or a training of 'shoestring train', to save and"
          + " stop, and waits until it has.",
      "",
      "The machine looks for such a request three times per --lease, so by default every 20 s. Its"
          + " 'run' or 'train' then ends as after SIGTERM, with all its stages, and exit code 75."
          + " Run it again, anywhere, to continue.",
      "",
      "If a job of a Flink cluster is running the stage, the job is cancelled. A 'run' that waits"
          + " for it fails."
    },
    footer = {
      "Exit codes: 0 it has stopped, or nobody was running it; 1 its machine has given no"
          + " sign of life for as long as its claim counts: it is probably gone, and you can run it"
          + " anywhere.",
      "",
      "Examples:",
      "  shoestring stop e.yaml model",
      "  shoestring stop s3://bucket/run1"
    },
    mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {
  private static final String WHAT =
      "FILE.yaml and a stage, the location that was given to 'train --checkpoints', or"
          + " WORKSPACE/_checkpoints/KEY";

  @Parameters(arity = "1..2", paramLabel = "WHAT", description = WHAT + ".")
  private List<String> words = new ArrayList<>();

  @Mixin private final SettingOptions settings;

  public StopCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws Exception {
    if (words.size() == 1 && StageWords.isFile(words.get(0))) {
      throw settings.of(words.get(0)).noStage("stop");
    }
    List<String> names = StageWords.joined(words);
    if (names.size() > 1) {
      throw new UsageException(
          "stop: " + Shown.quoted(names.get(1)) + " is too much; expected " + WHAT);
    }
    Optional<OutputFinder.Named> stage = OutputFinder.Named.parse("stop", names.get(0), settings);
    return stage.isPresent()
        ? stopStage(stage.get().experiment(), stage.get().stage())
        : stopTraining(names.get(0));
  }

  private static int stopStage(ExperimentArgument argument, String stage) throws Exception {
    Experiment experiment = argument.read();
    Planner planner = argument.planner(experiment);
    List<ExaminedStage> plan = planner.examine(experiment.needed(List.of(stage)));
    ExaminedStage last =
        plan.stream().filter(one -> one.stage().name().equals(stage)).findFirst().orElseThrow();
    try (LeaseManager leases = leases(planner.workspace().store())) {
      StageStop.Answer answer = new StageStop(planner, leases, Terminal::remark).ask(last);
      return tell(stage, answer.end(), answer.holder());
    }
  }

  private int stopTraining(String location) throws IOException, InterruptedException {
    NamedTraining training = NamedTraining.of("stop", List.of(location), false, settings);
    try (LeaseManager leases = leases(training.store())) {
      LeaseWatch watch = leases.watch(training.claimed());
      HolderStop.End end = new HolderStop(leases, Terminal::remark).ask(location, watch);
      return tell(location, end, watch.holder());
    }
  }

  private static LeaseManager leases(ObjectStore store) {
    return new LeaseManager(store, LeaseManager.DURATION, Terminal::remark);
  }

  private static int tell(String what, HolderStop.End end, Optional<LeaseHolder> holder) {
    String who = holder.map(LeaseHolder::toString).orElse("the process that had claimed it");
    switch (end) {
      case NOBODY -> Terminal.remark(what + ": nobody is running it");
      case STOPPED -> Terminal.remark(what + ": " + who + " has stopped");
      default -> {
        Terminal.error(
            what
                + ": "
                + who
                + " has given no sign of life for as long as its claim counts, so its machine is"
                + " probably gone; you can run it here or elsewhere now");
        return ExitCode.FAILED;
      }
    }
    return 0;
  }
}
