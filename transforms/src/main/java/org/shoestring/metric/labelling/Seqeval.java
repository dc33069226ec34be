package org.shoestring.metric.labelling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.metric.CountMetric;
import org.shoestring.metric.KeyCounts;
import org.shoestring.metric.Metric;
import org.shoestring.metric.MetricType;
import org.shoestring.metric.Score;
import org.shoestring.metric.Segment;
import org.shoestring.metric.Signature;
import org.shoestring.metric.classes.ClassAverage;
import org.shoestring.metric.classes.ClassCounts;
import org.shoestring.metric.classes.ClassScore;
import org.shoestring.metric.classes.LabelOverlap;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;

/**
 * F1, precision or recall of entities, 0 to 1, as seqeval 1.2.2 computes them: an entity is correct
 * if the reference has one of the same type, begin and end. A segment is a line of tags, one a
 * token, with blanks between them. Averaged over types by {@link ClassAverage}. Exactly one
 * reference.
 *
 * <p>In mode {@code default} tags are read as conlleval does, whatever the scheme; in mode {@code
 * strict} only what is whole by the scheme is an entity. Tags that seqeval warns of are errors.
 * Without any entities on both sides the score is 0, or what {@code zero-division} says.
 *
 * <p>Statistics of a segment: for its types of entities {@link ClassCounts}.
 */
public final class Seqeval implements CountMetric {
  private static final int VERSION = 1;
  private static final String NAME = "seqeval";
  private static final String DEFAULT = "default";
  private static final LabelOverlap TYPES =
      new LabelOverlap("type", "write the types of both sides in the same way");

  private final TagScheme scheme;
  private final ClassScore score;
  private final ClassAverage average;
  private final EntityReader hypothesis;
  private final EntityReader reference;

  private Seqeval(TagScheme scheme, ClassScore score, ClassAverage average) {
    this.scheme = scheme;
    this.score = score;
    this.average = average;
    this.hypothesis = new EntityReader(scheme, "hypothesis");
    this.reference = new EntityReader(scheme, "reference");
  }

  @Override
  public int counts() {
    return ClassCounts.SIZE;
  }

  @Override
  public void measure(Segment segment, KeyCounts counts) {
    hypothesis.start(segment.hypothesis());
    reference.start(segment.onlyReference(NAME));
    while (hypothesis.hasNext() && reference.hasNext()) {
      add(hypothesis.next(), reference.next(), counts);
    }
    if (hypothesis.hasNext() || reference.hasNext()) {
      throw new BadDataException(
          "the hypothesis has "
              + hypothesis.count()
              + " tags and the reference "
              + reference.count()
              + "; both need one for each token, with blanks between them");
    }
    add(hypothesis.end(), reference.end(), counts);
  }

  /** Adds the entities that ended here: one at most on each side. */
  private void add(int predictedBegin, int referenceBegin, KeyCounts counts) {
    String predicted = "";
    if (predictedBegin >= 0) {
      predicted = hypothesis.type();
      counts.add(predicted, ClassCounts.PREDICTED, 1);
    }
    if (referenceBegin >= 0) {
      String type = reference.type();
      counts.add(type, ClassCounts.REFERENCE, 1);
      if (predictedBegin == referenceBegin && type.equals(predicted)) {
        counts.add(type, ClassCounts.CORRECT, 1);
      }
    }
  }

  @Override
  public void check(KeyCounts totals) {
    TYPES.check(totals);
  }

  @Override
  public List<Score> scores(KeyCounts totals, int references) {
    Signature signature = Signature.of(references);
    if (scheme == TagScheme.DEFAULT) {
      signature.with("mode", DEFAULT);
    } else {
      signature.with("mode", "strict").with("scheme", scheme.name());
    }
    return average.scores(
        score, NAME + " " + score.label(), totals, average.sign(signature).version(VERSION));
  }

  /** The catalog entry {@code seqeval}, with seqeval's parameters. */
  public static final class Type implements MetricType {

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int version() {
      return VERSION;
    }

    @Override
    public String summary() {
      return "F1, precision or recall of entities, 0 to 1; a segment is a line of tags as B-PER";
    }

    @Override
    public List<Parameter> parameters() {
      List<Parameter> averages = ClassAverage.parameters("micro");
      return List.of(
          averages.get(0),
          Parameter.choice(
              "score", words(ClassScore.values()), "f1", "which score of the entities"),
          Parameter.choice(
              "mode",
              List.of(DEFAULT, "strict"),
              DEFAULT,
              "strict counts only entities that are whole by the scheme"),
          Parameter.choice(
              "scheme", schemes(), DEFAULT, "the scheme of the tags, which mode strict needs"),
          averages.get(1));
    }

    private static List<String> words(ClassScore... scores) {
      return Arrays.stream(scores).map(score -> score.name().toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> schemes() {
      return Stream.concat(
              Stream.of(DEFAULT),
              Arrays.stream(TagScheme.values())
                  .filter(scheme -> scheme != TagScheme.DEFAULT)
                  .map(TagScheme::name))
          .toList();
    }

    @Override
    public Metric bind(Arguments arguments) {
      String scheme = arguments.text("scheme");
      boolean isStrict = !arguments.text("mode").equals(DEFAULT);
      if (isStrict && scheme.equals(DEFAULT)) {
        throw arguments.error(
            "mode strict needs the scheme of the tags; write seqeval:mode=strict,scheme=IOB2, or"
                + " another scheme");
      }
      return new Seqeval(
          isStrict ? TagScheme.valueOf(scheme) : TagScheme.DEFAULT,
          ClassScore.valueOf(arguments.text("score").toUpperCase(Locale.ROOT)),
          ClassAverage.of(arguments));
    }
  }
}
