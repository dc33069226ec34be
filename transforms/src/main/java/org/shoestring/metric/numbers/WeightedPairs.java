package org.shoestring.metric.numbers;

/**
 * Pairs in memory for resamples of them: both sorted orders are made once, so that a resample,
 * which is a weight for each pair, needs no sort. About 56 bytes a pair. It serves any number of
 * threads.
 */
public final class WeightedPairs {
  private static final int MOST = 1 << 29;

  private final double[] references;
  private final double[] hypotheses;
  private final int[] byReference;
  private final int[] byHypothesis;

  /** For each pair the number, from 0 on, of its hypothesis among the different ones. */
  private final int[] levels;

  private WeightedPairs(double[] references, double[] hypotheses) {
    int size = references.length;
    this.references = references;
    this.hypotheses = hypotheses;
    this.byReference = new PairOrder(references, hypotheses, size).places();
    this.byHypothesis = new PairOrder(hypotheses, references, size).places();
    this.levels = new int[size];
    int level = 0;
    for (int i = 1; i < size; i++) {
      if (hypotheses[byHypothesis[i]] != hypotheses[byHypothesis[i - 1]]) {
        level++;
      }
      levels[byHypothesis[i]] = level;
    }
  }

  /**
   * Those of any pairs of weight 1.
   *
   * @throws IllegalArgumentException for more than arrays can hold
   */
  public static WeightedPairs of(NumberPairs pairs) {
    if (pairs.size() > MOST) {
      throw new IllegalArgumentException(pairs.size() + " pairs are more than memory can hold");
    }
    Filling filling = new Filling((int) pairs.size());
    pairs.forEach(filling);
    return new WeightedPairs(filling.references, filling.hypotheses);
  }

  /** How many pairs there are. */
  public int size() {
    return references.length;
  }

  /**
   * A resample: its results are those of all pairs, each repeated as often as its weight says, on
   * neighbouring lines.
   *
   * @param weights one a pair in the order of the lines, 0 for one that is absent; they must not
   *     change while the resample is used
   */
  public NumberPairs withWeights(int[] weights) {
    if (weights.length != references.length) {
      throw new IllegalArgumentException(
          references.length + " pairs need as many weights, but have " + weights.length);
    }
    return new Resample(this, weights);
  }

  private static final class Filling implements NumberPairs.Visitor {
    final double[] references;
    final double[] hypotheses;
    int size;

    Filling(int most) {
      this.references = new double[most];
      this.hypotheses = new double[most];
    }

    @Override
    public void visit(double reference, double hypothesis, long weight) {
      references[size] = reference;
      hypotheses[size] = hypothesis;
      size++;
    }
  }

  /** The numbers are those of all pairs, or ranks. */
  private static final class Resample implements NumberPairs {
    private final WeightedPairs all;
    private final int[] weights;
    private final double[] references;
    private final double[] hypotheses;
    private final boolean isRanked;
    private final long size;

    Resample(WeightedPairs all, int[] weights) {
      this.all = all;
      this.weights = weights;
      this.references = all.references;
      this.hypotheses = all.hypotheses;
      this.isRanked = false;
      long sum = 0;
      for (int weight : weights) {
        sum += weight;
      }
      this.size = sum;
    }

    Resample(Resample resample) {
      this.all = resample.all;
      this.weights = resample.weights;
      this.references = ranks(resample.references, all.byReference, weights);
      this.hypotheses = ranks(resample.hypotheses, all.byHypothesis, weights);
      this.isRanked = true;
      this.size = resample.size;
    }

    private static double[] ranks(double[] numbers, int[] order, int[] weights) {
      double[] ranks = new double[numbers.length];
      long ranked = 0;
      int end;
      for (int start = 0; start < order.length; start = end) {
        double tied = numbers[order[start]];
        long ties = 0;
        for (end = start; end < order.length && numbers[order[end]] == tied; end++) {
          ties += weights[order[end]];
        }
        double mean = ranked + (ties + 1) / 2.0;
        for (int i = start; i < end; i++) {
          ranks[order[i]] = mean;
        }
        ranked += ties;
      }
      return ranks;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void forEach(Visitor visitor) {
      if (isRanked) {
        visit(all.byReference, visitor);
        return;
      }
      for (int i = 0; i < weights.length; i++) {
        visit(i, visitor);
      }
    }

    @Override
    public void byHypothesis(Visitor visitor) {
      visit(all.byHypothesis, visitor);
    }

    @Override
    public void byReference(Visitor visitor) {
      visit(all.byReference, visitor);
    }

    private void visit(int[] order, Visitor visitor) {
      for (int place : order) {
        visit(place, visitor);
      }
    }

    private void visit(int place, Visitor visitor) {
      if (weights[place] > 0) {
        visitor.visit(references[place], hypotheses[place], weights[place]);
      }
    }

    @Override
    public NumberPairs ranked() {
      return new Resample(this);
    }

    @Override
    public long discordances() {
      int size = all.references.length;
      CumulativeCounts seen = new CumulativeCounts(size);
      long total = 0;
      long discordances = 0;
      for (int place : all.byReference) {
        long weight = weights[place];
        if (weight > 0) {
          int level = all.levels[place];
          discordances += weight * (total - seen.upTo(level));
          seen.add(level, weight);
          total += weight;
        }
      }
      return discordances;
    }
  }
}
