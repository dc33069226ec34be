package org.shoestring.cli.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.metric.Score;
import org.shoestring.metric.significance.Bootstrap;
import org.shoestring.metric.tally.Tally;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code score}: metrics of texts, and intervals and tests of what stages have scored. */
@Command(
    name = "score",
    description =
        "Scores hypotheses against one or more references, line by line, and compares systems.",
    footer = {
      "Examples:",
      "  shoestring score hyp.txt ref.txt",
      "  shoestring score --metric bleu --metric chrf:word-order=2 hyp.txt ref.txt",
      "  shoestring score ref.txt --input base.txt --input new.txt --paired bootstrap",
      "  shoestring score e.yaml:bleu --confidence"
    },
    mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "HYP REF",
      description =
          "The hypotheses, then one or more references; with --input, only references. Or one or"
              + " more FILE.yaml:STAGE that score: then no text is read. A text is "
              + LineSource.HELP
              + ".")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "HYP",
      arity = "1..*",
      description = "The hypotheses of systems, as in sacreBLEU. The first system is the baseline.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = {"-m", "--metric"},
      paramLabel = "NAME[:PARAMETER=VALUE,...]",
      description =
          "The metric, with parameters if you need other values than the default (default:"
              + " bleu). You can repeat this option.")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--confidence",
      description = "Add the mean of bootstrap resamples and the 95%% confidence interval.")
  private boolean confidence;

  @Option(
      names = "--paired",
      paramLabel = "TEST",
      description =
          "Test each system against the baseline: ${COMPLETION-CANDIDATES} (the last one for"
              + " accuracy and exact-match).")
  private Optional<PairedMethod> paired = Optional.empty();

  @Option(
      names = "--samples",
      paramLabel = "N",
      converter = WholeNumber.Jobs.class,
      description = "The number of resamples (default: 1000) or of random trials (default: 10000).")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "The seed of the random numbers (default: 12345, as in sacreBLEU).")
  private long seed = Bootstrap.SEED;

  @Option(
      names = "--where",
      paramLabel = "LINES",
      description =
          "Score only some lines: a text with their numbers, from 1 on and in order, or"
              + " TEXT=VALUE, where the line of that text is VALUE.")
  private Optional<String> where = Optional.empty();

  @Option(names = "--sentence", description = "Print the score of each segment.")
  private boolean sentence;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES} (default: text).")
  private ScoreFormat format = ScoreFormat.TEXT;

  @Option(
      names = {"-w", "--width"},
      paramLabel = "N",
      converter = WholeNumber.Digits.class,
      description = "The number of digits after the point.")
  private Optional<Integer> width = Optional.empty();

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
    List<String> names = StageWords.joined(words);
    if (inputs.isEmpty() && ScoredStages.isScore(names.get(0), settings)) {
      ofStages(names);
    } else {
      ofTexts(names);
    }
    return 0;
  }

  private Significance significance() {
    OptionalInt number = samples.isPresent() ? OptionalInt.of(samples.get()) : OptionalInt.empty();
    return new Significance(confidence, paired, number, seed, where.map(LineFilter::subset));
  }

  /** Reads statistics that stages have kept. */
  private void ofStages(List<String> names) throws IOException {
    if (!metrics.isEmpty() || sentence) {
      throw new UsageException(
          (sentence ? "--sentence" : "--metric")
              + ": "
              + names.get(0)
              + " was scored by its stage, so no text is read; leave this option out, or give the"
              + " hypotheses and the references");
    }
    where.ifPresent(
        lines ->
            SourceArgument.checkReadOnce(
                Collections.nCopies(names.size(), LineFilter.source(lines))));
    ScoredStages stages = ScoredStages.of(names, settings);
    List<ScoredSystem> systems = systems(names, stages.specs());
    try {
      stages.add(systems, this::filter);
      print(systems, stages.specs(), stages.references());
    } finally {
      ScoredSystem.closeAll(systems);
    }
  }

  private void ofTexts(List<String> names) throws IOException {
    List<String> hypotheses = inputs.isEmpty() ? names.subList(0, 1) : StageWords.joined(inputs);
    List<String> references = inputs.isEmpty() ? names.subList(1, names.size()) : names;
    if (references.isEmpty()) {
      throw new UsageException(
          "missing argument: REF; score needs a hypothesis and one or more references, but only "
              + names.get(0)
              + " is given");
    }
    List<String> all = new ArrayList<>(hypotheses);
    all.addAll(references);
    where.map(LineFilter::source).ifPresent(all::add);
    SourceArgument.checkReadOnce(all);
    List<Spec> specs = new ArrayList<>();
    for (String metric : metrics.isEmpty() ? List.of("bleu") : metrics) {
      Spec spec = Spec.parse("--metric", metric);
      specs.add(sentence ? MetricCatalog.ofSegments(spec) : spec);
    }
    List<ScoredSystem> systems = systems(hypotheses, specs);
    try (ScoredTexts texts = ScoredTexts.open(hypotheses, references, settings);
        LineFilter filter = filter()) {
      texts.add(systems, filter, system -> each(system, references.size()));
      tell(hypotheses, references);
      systems.forEach(system -> system.warnings().forEach(Terminal::remark));
      if (!sentence) {
        print(systems, specs, references.size());
      }
    } finally {
      ScoredSystem.closeAll(systems);
    }
  }

  /** Hypotheses and references in the wrong places give a number, too. */
  private static void tell(List<String> hypotheses, List<String> references) {
    Terminal.remark(
        "hypotheses: "
            + shown(hypotheses)
            + (references.size() == 1 ? "; reference: " : "; references: ")
            + shown(references));
  }

  private static String shown(List<String> names) {
    return String.join(", ", names.stream().map(SourceArgument::named).toList());
  }

  private LineFilter filter() throws IOException {
    return where.isEmpty() ? LineFilter.all() : LineFilter.parse(where.get(), settings);
  }

  private List<ScoredSystem> systems(List<String> names, List<Spec> specs) throws IOException {
    for (Spec spec : specs) {
      significance().check(spec.name(), MetricCatalog.bind(spec));
    }
    if (paired.isPresent() && names.size() < 2) {
      throw new UsageException(
          "--paired compares systems, but there is only "
              + names.get(0)
              + "; give the baseline and one or more others");
    }
    if (sentence && (names.size() > 1 || significance().isAsked())) {
      throw new UsageException(
          "--sentence prints the scores of one system, without intervals and tests; leave out"
              + " --confidence and --paired, and give one system");
    }
    if (Set.copyOf(names).size() < names.size()) {
      throw new UsageException("a system is given twice: " + shown(names));
    }
    List<ScoredSystem> systems = new ArrayList<>();
    for (String name : names) {
      systems.add(new ScoredSystem(SourceArgument.named(name), specs, significance().isAsked()));
    }
    return systems;
  }

  private SystemScore.Digits digits(Metric metric) {
    return new SystemScore.Digits(width.orElse(metric.digits()), width.isPresent());
  }

  private ScoreOutput output() {
    return new ScoreOutput(format, bare, System.out);
  }

  private void each(ScoredSystem system, int references) {
    if (!sentence) {
      return;
    }
    List<SystemScore> scores = new ArrayList<>();
    for (Tally tally : system.tallies()) {
      for (Score score : tally.lastScores(references)) {
        scores.add(SystemScore.alone(system.name(), score, digits(tally.metric())));
      }
    }
    output().sentence(scores);
  }

  private void print(List<ScoredSystem> systems, List<Spec> specs, int references)
      throws IOException {
    List<List<SystemScore>> scores = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Metric metric = MetricCatalog.bind(specs.get(i));
      scores.addAll(
          MetricComparison.of(systems, i, metric, references, digits(metric), significance())
              .all());
    }
    output().print(systems.stream().map(ScoredSystem::name).toList(), scores, note(systems));
  }

  private Optional<String> note(List<ScoredSystem> systems) {
    return paired.map(
        test ->
            "baseline: "
                + systems.get(0).name()
                + "; "
                + (format == ScoreFormat.TEXT ? "*" : "bold")
                + ": the best, and those not significantly worse (p >= 0.05"
                + (systems.size() > 2 ? " by Holm's correction" : "")
                + ")");
  }
}
