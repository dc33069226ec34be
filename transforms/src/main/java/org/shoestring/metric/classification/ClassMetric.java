package org.shoestring.metric.classification;

import java.util.List;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Score;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.ClassAverage;
import org.shoestring.metric.classes.ClassScore;
import org.shoestring.metric.classes.LabelMetric;

/** A score of each label, averaged. */
final class ClassMetric extends LabelMetric {
  private final ClassScore score;
  private final ClassAverage average;
  private final int version;

  ClassMetric(ClassScore score, ClassAverage average, int version) {
    this.score = score;
    this.average = average;
    this.version = version;
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    String signature = average.sign(Signature.of(references)).version(version);
    return average.scores(score, score.label(), totals, signature);
  }
}
