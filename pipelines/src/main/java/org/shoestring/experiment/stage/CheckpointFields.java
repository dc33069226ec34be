package org.shoestring.experiment.stage;

import java.util.Optional;
import org.shoestring.experiment.RetentionField;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.train.checkpoint.CheckpointSettings;
import org.shoestring.train.checkpoint.storage.StartingPoint;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.train.preset.CheckpointPreset;
import org.shoestring.train.preset.Presets;
import org.shoestring.train.start.StartFrom;

/**
 * {@code checkpoints}, {@code keep}, {@code curve} and {@code start-from} of a stage: which files
 * are a checkpoint, which checkpoints stay, how the command prints what it measures, and what it
 * starts from.
 */
final class CheckpointFields {
  private static final String CHECKPOINTS = "checkpoints";
  private static final String KEEP = RetentionField.KEEP;
  private static final String CURVE = "curve";

  /** The keys of the stage. */
  static final String[] KEYS = {CHECKPOINTS, KEEP, CURVE, StartingPoint.KEY};

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
    return Optional.of(
        CheckpointSettings.DEFAULT.with(
            preset, Optional.ofNullable(fields.get(KEEP)).map(RetentionField::read)));
  }

  /** How the command prints what it measures: as TSV, unless {@code curve} has expressions. */
  static MetricFormat metrics(YamlNode.Fields fields) {
    YamlNode node = fields.get(CURVE);
    return node == null
        ? MetricFormat.TSV
        : MetricFormat.matching(node.where() + ": " + CURVE, node.texts(CURVE));
  }

  /** What the training starts from; empty for nothing. */
  static Optional<StartFrom> startFrom(YamlNode.Fields fields) {
    YamlNode node = fields.get(StartingPoint.KEY);
    if (node == null) {
      return Optional.empty();
    }
    String text = node.text(StartingPoint.KEY);
    UrlCredentials.refuse(node.where() + ": " + StartingPoint.KEY, text);
    return Optional.of(new StartFrom(node.where(), text));
  }

  private static CheckpointPreset preset(YamlNode node) {
    if (node.items().size() != 1) {
      throw new UsageException(
          node.where() + ": " + CHECKPOINTS + " is a list, but must be one preset");
    }
    return Presets.named(SpecReader.read(node, "preset").get(0));
  }
}
