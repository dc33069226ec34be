package org.shoestring.cli.stages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.UnreadableArgument;
import org.shoestring.cli.screen.AlignedLines;
import org.shoestring.cli.screen.Cells;
import org.shoestring.cli.screen.Screen;
import org.shoestring.experiment.Experiment;
import org.shoestring.files.CacheFolder;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.doctor.Doctor;
import org.shoestring.store.doctor.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code doctor}: whether a store can be used, and what to change if not. */
@Command(
    name = "doctor",
    description = {
      "Tries a store for real, and says what to change if something does not work.",
      "",
      "It prints one line for each check: ok, WARN or FAIL, what was tried, and a figure or"
          + " what to change. It makes about 60 requests and moves 14 MB each way, in"
          + " _tmp/doctor-*, which it removes at the end. The exit code is 5 if the store cannot"
          + " be used; a WARN does not change it.",
      "",
      "Without STORE, it tries the folder 'workspace' and looks at this machine too.",
      "",
      "'doctor flink-cluster' examines the cluster of 'run --runner flink-cluster': whether its"
          + " ports answer strangers, and on each worker the program, memory, disk, clock and, if"
          + " given, STORE. The exit code is 1 if something must be changed."
    },
    footer = {
      "Examples:",
      "  shoestring doctor",
      "  shoestring doctor s3://bucket/folder -- --awsRegion=eu-west-1",
      "  shoestring doctor flink-cluster s3://bucket/folder -- --flinkMaster=localhost:8081"
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final String DEFAULT = "workspace";

  @Parameters(
      index = "0..*",
      paramLabel = "[STORE]",
      hideParamSyntax = true,
      description =
          "A folder, s3://BUCKET/FOLDER, or another store of runners-config/stores, like"
              + " minio://BUCKET/FOLDER. Write Beam pipeline options after --.")
  private List<String> words = new ArrayList<>();

  private final Stores given;

  public DoctorCommand(Stores given) {
    this.given = given;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> stores = new ArrayList<>();
    List<String> beam = new ArrayList<>();
    words.forEach(word -> (word.startsWith("--") ? beam : stores).add(word));
    boolean isCluster = stores.remove(ClusterExamination.RUNNER);
    if (stores.size() > 1) {
      throw new UsageException(
          "doctor tries one store, but "
              + stores.size()
              + " are given ("
              + String.join(", ", stores)
              + "); run it once for each");
    }
    if (isCluster) {
      return ClusterExamination.run(stores.stream().findFirst(), beam, DoctorCommand::print);
    }
    Stores asked = given;
    if (!beam.isEmpty()) {
      BeamSettings settings = BeamSettings.of("direct", beam, 1);
      asked = Stores.of(settings::storeOptions);
    }
    if (stores.isEmpty()) {
      MachineChecks.run(CacheFolder.ofUser()).forEach(DoctorCommand::print);
      stores.add(DEFAULT);
    }
    refuseFile(stores.get(0));
    return new Doctor(asked, DoctorCommand::print).examine(stores.get(0)) ? 0 : ExitCode.STORAGE;
  }

  static void refuseFile(String store) throws IOException {
    if (!Location.isRemote(store) && Files.isRegularFile(Path.of(store))) {
      Optional<Experiment> experiment = UnreadableArgument.experiment(store);
      throw new UsageException(
          store
              + (experiment.isPresent()
                  ? ": this is an experiment, not a store; try its workspace: shoestring doctor "
                      + Shown.word(experiment.get().workspace())
                  : ": this is a file, not a store; give a folder or STORE://BUCKET/FOLDER"));
    }
  }

  private static void print(Finding finding) {
    Screen screen = Screen.stdout();
    String level = Cells.padded(finding.level().toString(), 4);
    List<String> row = List.of(level, Cells.padded(finding.what(), 10), finding.said());
    AlignedLines.of(List.of(row), screen.isTerminal() ? screen.columns() : Integer.MAX_VALUE)
        .forEach(System.out::println);
  }
}
