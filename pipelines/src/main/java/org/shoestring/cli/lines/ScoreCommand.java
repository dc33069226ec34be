package org.shoestring.cli.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SegmentLimit;
import org.shoestring.metric.Tally;
import org.shoestring.spec.Decimals;
import org.shoestring.spec.Plural;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.tsv.TsvRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code score}: metrics without an experiment. */
@Command(
    name = "score",
    description = "Scores hypotheses against one or more references, line by line.",
    footer = {
      "Examples:",
      "  shoestring score hyp.txt ref.txt",
      "  shoestring score --metric bleu --metric chrf:word-order=2 hyp.txt ref.txt"
    },
    mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "HYP", description = LineSource.HELP)
  private String hypotheses = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "REF",
      description = "The references, in the same forms as HYP.")
  private List<String> references = new ArrayList<>();

  @Option(
      names = {"-m", "--metric"},
      paramLabel = "NAME[:PARAMETER=VALUE,...]",
      description =
          "The metric, with parameters if you need other values than the default (default:"
              + " bleu). You can repeat this option.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = {"-b", "--bare"},
      description = "Print only the number, with all its digits.")
  private boolean bare;

  @Mixin private final SettingOptions settings;

  public ScoreCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    List<Tally> tallies = new ArrayList<>();
    for (String metric : metrics.isEmpty() ? List.of("bleu") : metrics) {
      tallies.add(Tally.of(MetricCatalog.bind(Spec.parse("--metric", metric))));
    }
    List<String> words = new ArrayList<>(List.of(hypotheses));
    words.addAll(references);
    List<String> names = StageWords.joined(words);
    if (names.size() < 2) {
      throw new UsageException(
          "missing argument: REF; score needs a hypothesis and one or more references, but only "
              + names.get(0)
              + " is given");
    }
    SourceArgument.checkReadOnce(names);
    List<LineSource> texts = new ArrayList<>();
    try {
      for (String name : names) {
        texts.add(LineSource.open(name, 0, settings));
      }
      measure(texts, tallies);
    } finally {
      for (LineSource lines : texts) {
        lines.close();
      }
    }
    tallies.forEach(tally -> tally.scores(names.size() - 1).forEach(this::print));
    return 0;
  }

  private static void measure(List<LineSource> texts, List<Tally> tallies) throws IOException {
    long line = 0;
    while (next(texts, line++)) {
      List<String> segments = new ArrayList<>(texts.size());
      for (LineSource text : texts) {
        segments.add(text(text, line));
      }
      Segment segment = new Segment(segments.get(0), segments.subList(1, segments.size()));
      long number = line;
      SegmentLimit.check(segment, () -> texts.get(0).name() + ":" + number);
      for (Tally tally : tallies) {
        tally.measure(segment);
        tally.add();
      }
    }
  }

  private static boolean next(List<LineSource> texts, long before) throws IOException {
    boolean more = texts.get(0).next();
    for (LineSource other : texts.subList(1, texts.size())) {
      if (other.next() != more) {
        throw new BadDataException(
            (more ? other : texts.get(0)).name()
                + " has "
                + Plural.of(before, "line")
                + ", but "
                + (more ? texts.get(0) : other).name()
                + " has more; both need the same number of lines");
      }
    }
    return more;
  }

  private static String text(LineSource lines, long number) {
    TsvRow row = lines.row();
    if (row.size() != 1) {
      throw new UsageException(
          lines.name()
              + ":"
              + number
              + ": "
              + row.size()
              + " columns, but score compares one; choose it with FILE.yaml:STAGE:COLUMN, or"
              + " with 'cut -f'");
    }
    return row.text(0);
  }

  private void print(Score score) {
    if (bare) {
      System.out.println(Decimals.repr(score.value()));
      return;
    }
    String value = score.name() + " = " + Decimals.fixed(score.value(), 4);
    String details = score.details().isEmpty() ? "" : " " + score.details();
    Screen screen = Screen.stdout();
    if (screen.isTerminal()) {
      Terminal.print(screen, System.out, value + details + "  " + score.signature());
    } else {
      System.out.println(value + details + "\t" + score.signature());
    }
  }
}
