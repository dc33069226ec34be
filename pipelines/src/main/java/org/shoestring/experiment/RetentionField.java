package org.shoestring.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.Retention;

/**
 * {@code keep}: which checkpoints stay, as a stage has it or the option {@code --keep} of {@code
 * train}.
 */
public final class RetentionField {
  /** The key of a stage. */
  public static final String KEEP = "keep";

  private static final String LAST = "last";
  private static final String BEST = "best";
  private static final String BY = "by";
  private static final String ORDER = "order";
  private static final String EVERY = "every";
  private static final String MAX = "max";

  private static final Kind ORDERS = new Kind.Choice(List.of("min", MAX));
  private static final Kind STEPS = new Kind.Whole(1, 1_000_000_000_000L);
  private static final Kind HOW_MANY = new Kind.Whole(1, 1_000_000);

  private RetentionField() {}

  /** Reads it. */
  public static Retention read(YamlNode node) {
    if (!(node instanceof YamlNode.Fields)) {
      throw new UsageException(
          node.where() + ": " + KEEP + " is " + node.kind() + ", but must be like {last: 3}");
    }
    YamlNode.Fields fields = node.fields(KEEP);
    fields.allow(KEEP, List.of(LAST, BEST, BY, ORDER, EVERY));
    YamlNode by = fields.get(BY);
    YamlNode best = fields.get(BEST);
    if (by == null) {
      for (String key : List.of(BEST, ORDER)) {
        YamlNode alone = fields.get(key);
        if (alone != null) {
          throw new UsageException(
              alone.where()
                  + ": "
                  + KEEP
                  + " has "
                  + key
                  + " without by; name the metric that decides, for example: best: 2, by: dev-bleu,"
                  + " order: max");
        }
      }
    }
    int many = (int) number(fields, LAST, HOW_MANY, Retention.DEFAULT.last());
    long every = number(fields, EVERY, STEPS, 0);
    if (by == null) {
      return new Retention(many, 0, Optional.empty(), false, every);
    }
    String order = fields.require(ORDER, KEEP + " with by").value(ORDER, ORDERS);
    int bests = best == null ? 1 : (int) Long.parseLong(best.value(BEST, HOW_MANY));
    return new Retention(many, bests, Optional.of(by.text(BY)), order.equals(MAX), every);
  }

  /**
   * Reads the form of the command line: {@code last=3,best=2,by=dev-bleu,order=max}.
   *
   * @param option its name
   */
  public static Retention ofOption(String option, String text) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1) {
        throw new UsageException(
            option
                + ": "
                + Shown.quoted(part)
                + " is not KEY=VALUE; write for example: last=2,best=2,by=dev-bleu,order=max");
      }
      String key = part.substring(0, equals);
      YamlNode value = new YamlNode.Text(option, part.substring(equals + 1));
      if (values.put(key, value) != null) {
        throw new UsageException(option + ": " + Shown.quoted(key) + " is set twice; set it once");
      }
    }
    return read(new YamlNode.Fields(option, values));
  }

  private static long number(YamlNode.Fields fields, String key, Kind kind, long otherwise) {
    YamlNode node = fields.get(key);
    return node == null ? otherwise : Long.parseLong(node.value(key, kind));
  }
}
