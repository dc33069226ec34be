package org.shoestring.cli.scoring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.metric.Metric;
import org.shoestring.metric.Score;
import org.shoestring.metric.significance.Bootstrap;
import org.shoestring.metric.significance.ConfidenceInterval;
import org.shoestring.metric.significance.Holm;
import org.shoestring.metric.significance.McNemar;
import org.shoestring.metric.significance.PairedTest;
import org.shoestring.metric.significance.SegmentRows;
import org.shoestring.metric.significance.Swaps;
import org.shoestring.metric.tally.CountTally;

/** The scores of systems by one metric, with what is asked for of it. The baseline comes first. */
final class MetricComparison {
  private static final double LEVEL = 0.05;

  private final Significance asked;
  private final Metric metric;
  private final int references;
  private final SystemScore.Digits digits;
  private final List<String> systems = new ArrayList<>();
  private final List<List<Score>> scores = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<SegmentRows> rows = new ArrayList<>();
  private final List<double[][]> resampled = new ArrayList<>();
  private final Map<List<Integer>, Swaps> swapped = new HashMap<>();
  private final Set<String> keys = new TreeSet<>();

  private MetricComparison(
      Significance asked, Metric metric, int references, SystemScore.Digits digits) {
    this.asked = asked;
    this.metric = metric;
    this.references = references;
    this.digits = digits;
  }

  /**
   * Compares systems.
   *
   * @param number of the metric among the systems' tallies
   */
  static MetricComparison of(
      List<ScoredSystem> systems,
      int number,
      Metric metric,
      int references,
      SystemScore.Digits digits,
      Significance asked)
      throws IOException {
    MetricComparison comparison = new MetricComparison(asked, metric, references, digits);
    for (ScoredSystem system : systems) {
      comparison.add(system, number);
    }
    if (asked.isAsked() && comparison.rows.get(0).segments() == 0) {
      throw new BadDataException(
          systems.get(0).name() + " has no lines, so there is no interval and nothing to test");
    }
    if (asked.hasIntervals()) {
      comparison.resample();
    }
    return comparison;
  }

  private void add(ScoredSystem system, int number) throws IOException {
    List<Score> ofSystem = system.scores(number, references);
    systems.add(system.name());
    scores.add(ofSystem);
    for (Score score : ofSystem) {
      if (!names.contains(score.name())) {
        names.add(score.name());
      }
    }
    if (asked.isAsked()) {
      rows.add(system.rows(number));
    }
    if (system.tallies().get(number) instanceof CountTally counts) {
      keys.addAll(counts.totals().keys());
    }
  }

  private void resample() throws IOException {
    for (int i = 0; i < rows.size(); i++) {
      double[][] found =
          Bootstrap.scores(
              metric, names, rows.get(i), keys, references, asked.resamples(), asked.seed());
      for (int name = 0; name < names.size(); name++) {
        tellUndefined(names.get(name), systems.get(i), found[name]);
      }
      resampled.add(found);
    }
  }

  private static void tellUndefined(String name, String system, double... found) {
    long undefined = Arrays.stream(found).filter(Double::isNaN).count();
    if (undefined > 0) {
      Terminal.remark(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d resamples have no %s, for example because they lack a label; the"
                  + " others count",
              system,
              undefined,
              found.length,
              name));
    }
  }

  /** The scores by name and system; a system may lack one, as of a label that it never uses. */
  List<List<SystemScore>> all() throws IOException {
    List<List<SystemScore>> all = new ArrayList<>();
    for (int name = 0; name < names.size(); name++) {
      all.add(ofName(name));
    }
    return all;
  }

  private List<SystemScore> ofName(int name) throws IOException {
    List<Integer> having = new ArrayList<>();
    List<Score> found = new ArrayList<>();
    for (int system = 0; system < systems.size(); system++) {
      for (Score score : scores.get(system)) {
        if (score.name().equals(names.get(name))) {
          having.add(system);
          found.add(score);
        }
      }
    }
    int best = best(found);
    PValues ofBaseline = having.get(0) == 0 ? pValues(name, having, found, 0) : PValues.NONE;
    PValues ofBest = pValues(name, having, found, best);
    List<SystemScore> all = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      boolean isBest = i == best || ofBest.corrected(i).orElse(0) >= LEVEL;
      all.add(
          new SystemScore(
              systems.get(having.get(i)),
              asked.signed(found.get(i)),
              digits,
              interval(having.get(i), name),
              ofBaseline.p(i),
              having.size() > 2 ? ofBaseline.corrected(i) : OptionalDouble.empty(),
              asked.paired().isPresent() && isBest));
    }
    return all;
  }

  private int best(List<Score> found) {
    int best = 0;
    for (int i = 1; i < found.size(); i++) {
      double difference = found.get(i).value() - found.get(best).value();
      if (metric.isLowerBetter() ? difference < 0 : difference > 0) {
        best = i;
      }
    }
    return best;
  }

  private Optional<ConfidenceInterval> interval(int system, int name) {
    return resampled.isEmpty()
        ? Optional.empty()
        : ConfidenceInterval.of(resampled.get(system)[name]);
  }

  /** Of systems beside one of them, which has none. */
  private record PValues(Map<Integer, Double> values, Map<Integer, Double> holm) {
    static final PValues NONE = new PValues(Map.of(), Map.of());

    OptionalDouble p(int place) {
      return optional(values, place);
    }

    OptionalDouble corrected(int place) {
      return optional(holm, place);
    }

    private static OptionalDouble optional(Map<Integer, Double> map, int place) {
      Double found = map.get(place);
      return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
    }
  }

  private PValues pValues(int name, List<Integer> having, List<Score> found, int place)
      throws IOException {
    if (asked.paired().isEmpty()) {
      return PValues.NONE;
    }
    Map<Integer, Double> values = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      if (i != place) {
        double difference = Math.abs(found.get(i).value() - found.get(place).value());
        values.put(i, p(name, having.get(place), having.get(i), difference));
      }
    }
    List<Integer> places = List.copyOf(values.keySet());
    double[] corrected =
        Holm.corrected(places.stream().mapToDouble(i -> values.getOrDefault(i, 1.0)).toArray());
    Map<Integer, Double> holm = new HashMap<>();
    for (int i = 0; i < corrected.length; i++) {
      holm.put(places.get(i), corrected[i]);
    }
    return new PValues(values, holm);
  }

  private double p(int name, int one, int other, double difference) throws IOException {
    return switch (asked.paired().orElseThrow()) {
      case BOOTSTRAP ->
          PairedTest.bootstrap(difference, resampled.get(one)[name], resampled.get(other)[name]);
      case APPROXIMATE_RANDOMIZATION -> {
        Swaps swaps = swaps(Math.min(one, other), Math.max(one, other));
        yield PairedTest.approximateRandomization(
            difference, swaps.baseline()[name], swaps.system()[name]);
      }
      case MCNEMAR -> McNemar.p(metric, rows.get(one), rows.get(other));
    };
  }

  private Swaps swaps(int one, int other) throws IOException {
    List<Integer> pair = List.of(one, other);
    Swaps found = swapped.get(pair);
    if (found == null) {
      found =
          Swaps.of(
              metric,
              names,
              rows.get(one),
              rows.get(other),
              keys,
              references,
              asked.trials(),
              asked.seed());
      swapped.put(pair, found);
    }
    return found;
  }
}
