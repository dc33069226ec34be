package org.shoestring.metric.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.LabelPairs;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * The confusion matrix, as scikit-learn's {@code confusion_matrix} computes it: a count for each
 * label of the references (the rows) and each of the hypotheses, both sorted, those that are 0
 * included. The score {@code confusion[a][b]} is how often {@code a} was taken for {@code b}. No
 * segments have no scores. Labels that are written differently on both sides are no error here: the
 * matrix shows them.
 *
 * <p>Statistics of a segment: its pair of labels, the reference first, with a tab between them.
 */
public final class Confusion implements CountMetric {
  private static final int VERSION = 1;

  /** With more there would be more scores than one wants to see, or to keep. */
  private static final int MOST_LABELS = 100;

  private Confusion() {}

  @Override
  public int counts() {
    return 1;
  }

  @Override
  public int digits() {
    return 0;
  }

  @Override
  public void measure(Segment segment, KeyCounts counts) {
    LabelPairs.measure(segment, counts);
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    SortedSet<String> labels = LabelPairs.classes(totals).keys();
    if (labels.size() > MOST_LABELS) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "a confusion matrix can have %d labels at most, but there are %,d; is this column the"
                  + " one with the labels? For so many use f1:average=none, a score a label",
              MOST_LABELS,
              labels.size()));
    }
    String signature = Signature.of(references).version(VERSION);
    List<Score> scores = new ArrayList<>();
    for (String reference : labels) {
      for (String hypothesis : labels) {
        scores.add(
            new Score(
                "confusion[" + reference + "][" + hypothesis + "]",
                LabelPairs.get(totals, reference, hypothesis),
                "",
                signature));
      }
    }
    return scores;
  }

  /** The catalog entry {@code confusion}. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return "confusion";
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "Confusion matrix: how often each label was taken for each other one";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Metric bind(Arguments arguments) {
      return new Confusion();
    }
  }
}
