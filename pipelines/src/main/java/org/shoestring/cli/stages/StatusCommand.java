package org.shoestring.cli.stages;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.training.NamedTraining;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.RecordedStart;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.lease.Heartbeat;
import org.shoestring.pipeline.StageWork;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.train.TrainWork;
import org.shoestring.train.TrainingState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}: what is done, and who works on what is not. */
@Command(
    name = "status",
    description = {
      "Prints which stages of an experiment are done, what they made, and which machine, or which"
          + " job of a Flink cluster, is running a stage.",
      "",
      "In the place of FILE, you can give the LOCATION of 'train --checkpoints LOCATION', or"
          + " WORKSPACE/_checkpoints/KEY: then it prints who is running this training, and how far"
          + " it is."
    },
    footer = {"Examples:", "  shoestring status e.yaml", "  shoestring status s3://bucket/run1"},
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final ExperimentArgument experiment;

  @Parameters(
      index = "1..*",
      paramLabel = "STAGE",
      description =
          "Stages, with what they need (default: all). If this machine reaches a Flink cluster at"
              + " another address than localhost:8081, add -- --flinkMaster=HOST:PORT.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description =
          "The runner whose settings say where the Flink cluster answers, if one of its jobs runs a"
              + " stage (default: ${DEFAULT-VALUE}).",
      defaultValue = "flink-cluster")
  private String runner = "flink-cluster";

  public StatusCommand(Stores stores) {
    this.experiment = new ExperimentArgument(stores);
  }

  @Override
  public Integer call() throws Exception {
    List<String> beam = words.stream().filter(word -> word.startsWith("--")).toList();
    words.removeAll(beam);
    Optional<NamedTraining> training = NamedTraining.inPlaceOf(experiment, "status", words);
    if (training.isPresent()) {
      printTraining(training.get());
      return 0;
    }
    List<String> wanted = experiment.stages("status", words);
    Experiment read = experiment.read();
    Planner planner = experiment.planner(read);
    List<ExaminedStage> plan = planner.examine(read.neededOrAll(wanted));
    ObjectStore store = planner.workspace().store();
    Map<String, Heartbeat> holders = Heartbeat.all(store, Instant.now());
    JobProgress jobs = new JobProgress(runner, beam);
    StageTable.print(
        plan,
        holders,
        stage -> {
          Output output = stage.output();
          Heartbeat holder = output == null ? null : holders.get(output.name());
          return holder == null || holder.holder().job().isEmpty() || stage.finished().isPresent()
              ? training(stage, store)
              : jobs.text(stage, holder.holder());
        });
    StageTable.tellPaths(experiment);
    return 0;
  }

  /** A training that no stage names, in one line as that of a stage. */
  private static void printTraining(NamedTraining training) throws IOException {
    Instant now = Instant.now();
    Heartbeat holder = Heartbeat.all(training.store(), now).get(training.claimed());
    List<String> line = new ArrayList<>();
    line.add(training.shown());
    line.add(holder == null ? "nobody is running it" : holder.text());
    TrainingState.text(training.curve(), training.checkpoints(), now).ifPresent(line::add);
    StageTable.printAligned(List.of(line));
  }

  /** How far the training of a stage is that is not finished; empty if there is none. */
  private static Optional<String> training(ExaminedStage stage, ObjectStore store)
      throws IOException {
    StageWork work = stage.work();
    boolean trains = stage.stage().type().equals(TrainWork.TYPE) && stage.finished().isEmpty();
    if (work == null || !trains) {
      return Optional.empty();
    }
    return TrainingState.text(store, work.recipe().key(), Instant.now())
        .or(() -> RecordedStart.startingPoint(work).map(start -> "starts from " + start.shown()));
  }
}
