package org.shoestring.experiment.stage;

import java.util.Optional;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Placeholders;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.UsageException;
import org.shoestring.train.stream.StreamSettings;

/** {@code data} of a stage: whether its input is a copy, or a stream for a small disk. */
final class DataField {
  private DataField() {}

  /**
   * Reads it.
   *
   * @param used whether the command has {@code {input}}
   * @return empty if the input is a copy
   * @throws UsageException if it is given without use, or has a value that is not allowed
   */
  static Optional<StreamSettings> read(YamlNode.Fields fields, boolean used) {
    YamlNode node = fields.get(StreamSettings.KEY);
    if (node == null) {
      return Optional.empty();
    }
    if (!used) {
      throw new UsageException(
          node.where()
              + ": data is given, but the command has no {input}, the folder of the data; add it to"
              + " the command, for example: --data {input}");
    }
    if (node.items().size() != 1) {
      throw new UsageException(
          node.where() + ": data is a list, but must be one value: copy or stream");
    }
    return StreamSettings.named(SpecReader.read(node, StreamSettings.KEY).get(0));
  }

  /**
   * Checks that an input can be streamed.
   *
   * @throws UsageException if it is files
   */
  static void check(StreamSettings settings, Reference input, KnownTables known) {
    if (known.form(input).equals(Optional.of(OutputForm.FILES))) {
      throw new UsageException(
          settings.where()
              + ": data: stream needs a table, but "
              + input.stage()
              + " makes files; remove data: stream, so that {"
              + Placeholders.INPUT
              + "} is a copy of them");
    }
  }
}
