package org.shoestring.cli.training;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.screen.AlignedLines;
import org.shoestring.cli.screen.Rows;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.spec.Age;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;
import org.shoestring.train.checkpoint.upkeep.CheckpointList;
import org.shoestring.train.checkpoint.upkeep.StoredCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code checkpoints ls}: what checkpoints there are. */
@Command(
    name = "ls",
    description = {
      "Lists the checkpoints of a training, the oldest first.",
      "",
      "The fields of a line: ATTEMPT/NUMBER, name, step, metrics, when it was saved, size, machine,"
          + " cost of a month, and remarks: 'newest' is what a training continues from, 'best' what"
          + " keep names as best, 'bad loss' has a loss that is no number, 'damaged' cannot be"
          + " restored. In a pipe or a file, tabs separate the fields, times are in UTC, and sizes"
          + " in bytes. A file that several checkpoints of one attempt have in common counts for"
          + " each of them, but is stored once."
    },
    footer = {"Example:", "  shoestring checkpoints ls e.yaml:model --price 0.026"},
    mixinStandardHelpOptions = true)
final class ListCheckpoints implements Callable<Integer> {
  private static final double GIGABYTE = 1e9;

  @Parameters(arity = "1..*", paramLabel = "WHAT", description = NamedTraining.HELP)
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--price",
      paramLabel = "PRICE",
      description =
          "What your store asks for a GB (10^9 bytes) and month, in any currency (default:"
              + " ${DEFAULT-VALUE}, as Amazon S3 Standard in US dollars).",
      defaultValue = "0.023")
  private double price = 0.023;

  @Mixin private final SettingOptions settings;

  ListCheckpoints(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    if (!(price >= 0 && price < 1e6)) {
      throw UsageException.mustBe("--price", "a number from 0", Double.toString(price));
    }
    NamedTraining training = NamedTraining.of("checkpoints ls", words, false, settings);
    CheckpointList list =
        CheckpointList.of(training.checkpoints(), training.measurements(Terminal::remark));
    print(list, list.best(training.settings().keep()));
    Terminal.remark(
        Plural.of(list.checkpoints().size(), "checkpoint")
            + ", "
            + Bytes.show(list.bytes())
            + " stored: "
            + cost(list.bytes())
            + " a month at "
            + price
            + " for a GB and month");
    return 0;
  }

  private void print(CheckpointList list, List<CheckpointId> best) {
    boolean forPeople = Screen.stdout().isTerminal();
    Instant now = Instant.now();
    List<List<String>> rows = new ArrayList<>();
    if (forPeople && !list.checkpoints().isEmpty()) {
      rows.add(
          List.of(
              "number", "name", "step", "metrics", "saved", "size", "machine", "month", "remarks"));
    }
    for (StoredCheckpoint one : list.checkpoints()) {
      Optional<Checkpoint> manifest = one.manifest();
      String step =
          manifest.map(Checkpoint::step).filter(at -> at.isPresent()).stream()
              .map(at -> Long.toString(at.getAsLong()))
              .findFirst()
              .orElse("");
      rows.add(
          List.of(
              one.id().toString(),
              manifest.map(Checkpoint::name).orElse(""),
              step,
              manifest.map(ListCheckpoints::metrics).orElse(""),
              forPeople
                  ? Age.ago(Age.of(one.saved(), now))
                  : one.saved().truncatedTo(ChronoUnit.SECONDS).toString(),
              forPeople ? Bytes.show(one.bytes()) : Long.toString(one.bytes()),
              one.machine(),
              cost(one.bytes()),
              remarks(one, list, best)));
    }
    if (forPeople) {
      AlignedLines.of(rows).forEach(System.out::println);
    } else {
      Rows.print(rows);
    }
  }

  private static String metrics(Checkpoint checkpoint) {
    List<String> metrics = new ArrayList<>();
    checkpoint
        .values()
        .forEach((metric, value) -> metrics.add(metric + "=" + Decimals.repr(value)));
    return String.join(" ", metrics);
  }

  private static String remarks(
      StoredCheckpoint one, CheckpointList list, List<CheckpointId> best) {
    List<String> remarks = new ArrayList<>();
    if (list.newest().equals(Optional.of(one.id()))) {
      remarks.add("newest");
    }
    if (best.contains(one.id())) {
      remarks.add("best");
    }
    if (one.manifest().filter(Checkpoint::bad).isPresent()) {
      remarks.add("bad loss");
    }
    one.fault().ifPresent(fault -> remarks.add("damaged: " + fault));
    return String.join(", ", remarks);
  }

  private String cost(long bytes) {
    return String.format(Locale.ROOT, "%.4f", bytes / GIGABYTE * price);
  }
}
