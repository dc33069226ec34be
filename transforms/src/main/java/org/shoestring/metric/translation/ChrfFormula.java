package org.shoestring.metric.translation;

/**
 * chrF from its counts, 0 to 100: precision and recall, each averaged over the orders that both
 * sides have, joined to an F score (Popović 2015).
 *
 * @param orders how many orders there are, of characters and of words
 * @param beta how many times recall weighs as much as precision
 * @param epsSmoothing whether instead the F scores of all orders are averaged, as chrF++.py, Moses
 *     and NLTK do
 */
record ChrfFormula(int orders, long beta, boolean epsSmoothing) {
  private static final double EPSILON = 1e-16;

  /**
   * @param counts for each order the n-grams of the hypothesis, of the reference, and the matches
   */
  double score(double[] counts) {
    return epsSmoothing ? meanOfScores(counts) : scoreOfMeans(counts);
  }

  private double meanOfScores(double[] counts) {
    double factor = (double) beta * beta;
    double sum = 0;
    for (int i = 0; i < orders; i++) {
      double hypothesis = counts[3 * i];
      double reference = counts[3 * i + 1];
      double matches = counts[3 * i + 2];
      double precision = hypothesis > 0 ? matches / hypothesis : EPSILON;
      double recall = reference > 0 ? matches / reference : EPSILON;
      double divisor = factor * precision + recall;
      sum += divisor > 0 ? (1 + factor) * precision * recall / divisor : EPSILON;
    }
    return 100 * sum / orders;
  }

  private double scoreOfMeans(double[] counts) {
    double factor = (double) beta * beta;
    double precision = 0;
    double recall = 0;
    int effective = 0;
    for (int i = 0; i < orders; i++) {
      double hypothesis = counts[3 * i];
      double reference = counts[3 * i + 1];
      double matches = counts[3 * i + 2];
      if (hypothesis > 0 && reference > 0) {
        precision += matches / hypothesis;
        recall += matches / reference;
        effective++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= effective;
    recall /= effective;
    double score = (1 + factor) * precision * recall;
    return 100 * (score / (factor * precision + recall));
  }
}
