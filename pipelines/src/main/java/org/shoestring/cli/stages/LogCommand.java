package org.shoestring.cli.stages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.screen.Stdout;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.cli.training.NamedTraining;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.plan.ExaminedStage;
import org.shoestring.experiment.plan.Planner;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.OutputLogs;
import org.shoestring.tsv.foreign.ForeignFile;
import org.shoestring.worker.ProgramLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code log}: what the programs of a stage printed. */
@Command(
    name = "log",
    description = {
      "Prints the log of a train or pipe stage: what its program printed (of a pipe: on stderr).",
      "",
      "The first and the last MiB of each program are kept. While a stage runs, its log is on"
          + " the machine that runs it. Every machine can read the copy in the workspace. That of"
          + " a train stage is made with each checkpoint, at least every five minutes, and at the"
          + " end; that of a pipe stage when its program ends or fails.",
      "",
      "In the place of FILE, you can give the LOCATION of 'train --checkpoints LOCATION', or"
          + " WORKSPACE/_checkpoints/KEY: then it prints the newest log that is stored there."
    },
    footer = {"Examples:", "  shoestring log e.yaml model -f", "  shoestring log s3://bucket/run1"},
    mixinStandardHelpOptions = true)
public final class LogCommand implements Callable<Integer> {
  @Mixin private final ExperimentArgument experiment;

  @Parameters(
      index = "1..*",
      paramLabel = "STAGE",
      description = "The stage. You can also write FILE.yaml:STAGE.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description = "Keep printing while the stage runs on this machine.")
  private boolean follow;

  public LogCommand(Stores stores) {
    this.experiment = new ExperimentArgument(stores);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<NamedTraining> training = NamedTraining.inPlaceOf(experiment, "log", words);
    if (training.isPresent()) {
      print(training.get());
      return 0;
    }
    String wanted = experiment.oneStage("log", words);
    Experiment read = experiment.read();
    Stage stage = read.stage("log", wanted);
    if (!stage.runsPrograms()) {
      throw new UsageException(
          "log: stage "
              + wanted
              + " has the type "
              + stage.type()
              + "; only stages of type train or pipe run programs, so only these have a log");
    }
    Planner planner = experiment.planner(read);
    List<ExaminedStage> plan = planner.examine(read.needed(List.of(wanted)));
    ExaminedStage last = plan.get(plan.size() - 1);
    Output output = last.output();
    if (output == null) {
      throw new UsageException(
          experiment.file() + ": " + wanted + " has no log yet (" + last.reason() + ")");
    }
    Path local = planner.logs(output);
    try (OutputStream out = Stdout.open()) {
      boolean printed =
          (follow && new LogFollower(output, local).print(out))
              || (last.manifest() == null && here(local, out))
              || sent(output, out);
      if (!printed) {
        Terminal.remark(wanted + " has no log: " + why(last));
      }
    }
    return 0;
  }

  /** Prints the newest stored log of a training that no stage names. */
  private void print(NamedTraining training) throws IOException {
    if (follow) {
      throw new UsageException(
          "log: --follow needs a stage of an experiment; without it, "
              + training.shown()
              + " has the log as it was stored last");
    }
    OutputLogs logs = training.logs();
    List<String> names = logs.names();
    if (names.isEmpty()) {
      Terminal.remark(
          training.shown()
              + " has no log yet: it is stored with each checkpoint, and at least every five"
              + " minutes");
      return;
    }
    try (OutputStream out = Stdout.open()) {
      copy(logs, names.get(names.size() - 1), out);
    }
  }

  private static String why(ExaminedStage last) {
    return last.manifest() == null
        ? "no program of it runs on this machine (" + last.reason() + ")"
        : "its programs printed nothing";
  }

  /** Prints what programs on this machine print, or printed before they were killed. */
  private static boolean here(Path local, OutputStream out) throws IOException {
    List<Path> logs = ProgramLog.all(local);
    for (Path log : logs) {
      title(log.getFileName().toString(), logs.size(), out);
      ProgramLog.copy(log, out);
    }
    return !logs.isEmpty();
  }

  /** Prints what was sent to the workspace. */
  private static boolean sent(Output output, OutputStream out) throws IOException {
    List<String> logs = new ArrayList<>(output.logs().names());
    for (String log : logs) {
      title(log.replaceFirst("\\.txt(\\.[a-z0-9]+)?$", ""), logs.size(), out);
      copy(output.logs(), log, out);
    }
    return !logs.isEmpty();
  }

  private static void copy(OutputLogs logs, String log, OutputStream out) throws IOException {
    try (InputStream in = ForeignFile.decompress(logs.open(log), log)) {
      in.transferTo(out);
    }
  }

  /** Names a log, if it is not the only one. */
  static void title(String log, int of, OutputStream out) throws IOException {
    if (of > 1) {
      out.write(("==> " + log + " <==\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
