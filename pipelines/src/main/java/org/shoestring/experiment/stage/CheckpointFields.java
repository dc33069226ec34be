package org.shoestring.experiment.stage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.Kind;
import org.shoestring.spec.UsageException;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.Retention;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.Presets;

/**
 * {@code checkpoints}, {@code keep} and {@code curve} of a stage: which files are a checkpoint,
 * which checkpoints stay, and how the command prints what it measures.
 */
final class CheckpointFields {
  private static final String CHECKPOINTS = "checkpoints";
  private static final String KEEP = "keep";
  private static final String CURVE = "curve";
  private static final String LAST = "last";
  private static final String BEST = "best";
  private static final String BY = "by";
  private static final String ORDER = "order";
  private static final String EVERY = "every";
  private static final String MAX = "max";

  /** The keys of the stage. */
  static final String[] KEYS = {CHECKPOINTS, KEEP, CURVE};

  private static final Kind ORDERS = new Kind.Choice(List.of("min", MAX));
  private static final Kind STEPS = new Kind.Whole(1, 1_000_000_000_000L);
  private static final Kind HOW_MANY = new Kind.Whole(1, 1_000_000);

  private CheckpointFields() {}

  /**
   * Reads them.
   *
   * @param written whether the command writes checkpoints
   * @return empty if it does not
   * @throws UsageException if it does not, but one of them is given
   */
  static Optional<CheckpointSettings> read(YamlNode.Fields fields, boolean written) {
    for (String key : KEYS) {
      YamlNode given = fields.get(key);
      if (given != null && !written) {
        throw new UsageException(
            given.where()
                + ": "
                + key
                + " is given, but the command has no {checkpoints}, the folder that checkpoints are"
                + " saved from; add it to the command, for example: --checkpoints {checkpoints}");
      }
    }
    if (!written) {
      return Optional.empty();
    }
    YamlNode node = fields.get(CHECKPOINTS);
    Optional<CheckpointPreset> preset = node == null ? Optional.empty() : Optional.of(preset(node));
    return Optional.of(CheckpointSettings.DEFAULT.with(preset, retention(fields.get(KEEP))));
  }

  /** How the command prints what it measures: as TSV, unless {@code curve} has expressions. */
  static MetricFormat metrics(YamlNode.Fields fields) {
    YamlNode node = fields.get(CURVE);
    return node == null
        ? MetricFormat.TSV
        : MetricFormat.matching(node.where() + ": " + CURVE, node.texts(CURVE));
  }

  private static CheckpointPreset preset(YamlNode node) {
    if (node.items().size() != 1) {
      throw new UsageException(
          node.where() + ": " + CHECKPOINTS + " is a list, but must be one preset");
    }
    return Presets.named(SpecReader.read(node, "preset").get(0));
  }

  private static Retention retention(@Nullable YamlNode node) {
    if (node == null) {
      return Retention.DEFAULT;
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
                  + ", but not by, the metric that it is about; write for example: {best: 2, by:"
                  + " dev-bleu, order: max}");
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

  private static long number(YamlNode.Fields fields, String key, Kind kind, long otherwise) {
    YamlNode node = fields.get(key);
    return node == null ? otherwise : Long.parseLong(node.value(key, kind));
  }
}
