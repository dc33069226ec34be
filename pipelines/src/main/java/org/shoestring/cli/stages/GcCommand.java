package org.shoestring.cli.stages;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LeaseOption;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.TimeSpan;
import org.shoestring.cli.argument.UnreadableArgument;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.experiment.gc.GarbageCollector;
import org.shoestring.experiment.gc.KeptTrainings;
import org.shoestring.experiment.gc.UnusedObjects;
import org.shoestring.experiment.gc.UnwantedOutputs;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gc}: removes what no experiment has use for. */
@Command(
    name = "gc",
    description = {
      "Removes from a workspace what no experiment uses any more.",
      "",
      "The records in experiments/ name the outputs that each experiment uses. gc removes outputs"
          + " of earlier settings, unfinished work, what crashed machines left behind, and outputs"
          + " that were made without an experiment. It does not touch files that Shoestring did"
          + " not write, nor anything that a running stage makes or reads.",
      "",
      "Once a training has ended well, gc removes its checkpoints, unless its stage says keep. The"
          + " checkpoints of a training that has not ended stay while an experiment uses them. If"
          + " the command or its inputs have changed since, gc keeps what the training can continue"
          + " from for 30 days. --forget removes the checkpoints of the stages that it names, too."
          + " A checkpoint that a stage starts from (start-from) stays as long as the stage's"
          + " record. Learning curves stay as long as the training's output or checkpoints.",
      "",
      "If you name outputs, gc removes just these, even if an experiment uses them, and the next"
          + " run makes them again. Use it for damaged outputs; never delete their folders by"
          + " hand. While a stage that makes or reads an output is running, gc does not remove it.",
      "",
      "For each thing that it removes, it prints a line with the kind, the name, the number of"
          + " objects, and the bytes."
    },
    footer = {
      "Examples:",
      "  shoestring gc workspace -n",
      "  shoestring gc workspace preprocess-0123456789abcdef0123456789abcdef"
    },
    mixinStandardHelpOptions = true)
public final class GcCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "WORKSPACE",
      description = "A workspace (a folder, s3://...), or the file of an experiment that uses it.")
  private String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "OUTPUT",
      description =
          "Remove just these outputs, even if they are used: names of folders in outputs/.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = {"-n", "--dry-run"},
      description = "Print what would be removed, and remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--forget",
      paramLabel = "EXPERIMENT[/STAGE]",
      description =
          "First remove the records of an experiment, or of one of its stages. You can repeat"
              + " this option.")
  private Set<String> forgotten = new HashSet<>();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = TimeSpan.OrNone.class,
      description =
          "Keep what was written in this time, for example 30m, 12h or 7d (default:"
              + " ${DEFAULT-VALUE}).",
      defaultValue = "1d")
  private Duration grace = Duration.ofDays(1);

  @Mixin private final LeaseOption lease = new LeaseOption();

  @Mixin private final SettingOptions settings;

  private long objects;
  private long bytes;

  public GcCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    ObjectStore store = settings.stores().at(workspace());
    if (!Workspace.isAt(store)) {
      throw new UsageException(store.location() + ": there is no workspace here; 'run' makes one");
    }
    if (!outputs.isEmpty()) {
      removeOutputs(store);
      return 0;
    }
    checkForgotten(store);
    GarbageCollector collector =
        new GarbageCollector(store, grace, forgotten, lease.duration(), Terminal::remark);
    if (dryRun) {
      collector.find(this::print);
    } else {
      collector.remove(this::print);
    }
    tellRemoved();
    tellKept(grace.isZero() ? 0 : collector.young());
    tellYoung(collector.youngTrainings());
    tellUnfinished(collector.unfinishedTrainings());
    return 0;
  }

  private void removeOutputs(ObjectStore store) throws IOException {
    if (!forgotten.isEmpty()) {
      throw new UsageException("--forget: name either records to forget, or outputs to remove");
    }
    UnwantedOutputs unwanted = new UnwantedOutputs(store, lease.duration(), Terminal::remark);
    if (dryRun) {
      unwanted.find(outputs).forEach(this::print);
    } else {
      unwanted.remove(outputs, this::print);
    }
    tellRemoved();
  }

  private void tellRemoved() {
    Terminal.remark(
        (dryRun ? "would remove " : "removed ")
            + Plural.of(objects, "object")
            + ", "
            + Bytes.show(bytes));
  }

  private void tellKept(long young) {
    if (young > 0) {
      Terminal.remark(
          "kept "
              + Plural.of(young, "unused output")
              + (young == 1 ? ", because it was" : ", because they were")
              + " written in the last "
              + TimeSpan.shown(grace)
              + "; to remove "
              + (young == 1 ? "it" : "them")
              + " too, add --grace 0s");
    }
  }

  private void tellYoung(KeptTrainings kept) {
    if (kept.trainings() > 0) {
      Terminal.remark(
          "kept unused checkpoints of "
              + Plural.of(kept.trainings(), "training")
              + " ("
              + Bytes.show(kept.bytes())
              + "), because they were written in the last "
              + TimeSpan.shown(grace)
              + "; to remove them too, add --grace 0s");
    }
  }

  private void tellUnfinished(KeptTrainings kept) {
    if (kept.trainings() > 0) {
      Terminal.remark(
          "kept checkpoints of "
              + Plural.of(kept.trainings(), "unfinished training")
              + " that no experiment uses any more ("
              + Bytes.show(kept.bytes())
              + "); gc removes them 30 days after they were written");
    }
  }

  private void print(UnusedObjects garbage) {
    objects += garbage.objects();
    bytes += garbage.bytes();
    Rows.print(
        garbage.kind().name().toLowerCase(Locale.ROOT),
        garbage.name(),
        Long.toString(garbage.objects()),
        Long.toString(garbage.bytes()));
  }

  private String workspace() throws IOException {
    return UnreadableArgument.isYaml(name) ? settings.of(name).read().workspace() : name;
  }

  private void checkForgotten(ObjectStore store) throws IOException {
    if (forgotten.isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>();
    for (String record : GarbageCollector.records(store)) {
      known.add(record);
      known.add(record.substring(0, record.indexOf('/')));
    }
    for (String wanted : forgotten) {
      if (!known.contains(wanted)) {
        throw UsageException.unknown("--forget", "record", wanted, known);
      }
    }
  }
}
