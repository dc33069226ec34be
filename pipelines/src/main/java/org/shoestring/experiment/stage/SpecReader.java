package org.shoestring.experiment.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/**
 * Reads steps, metrics and balances: {@code name}, {@code name: value} or {@code name: {parameter:
 * value}}.
 */
final class SpecReader {
  private SpecReader() {}

  /** One, or a list of them. */
  static List<Spec> read(YamlNode node, String what) {
    return node.items().stream().map(item -> one(item, what)).toList();
  }

  /** One. */
  static Spec one(YamlNode node, String what) {
    if (node instanceof YamlNode.Text text) {
      return Spec.parse(text.where(), text.text(what));
    }
    Map<String, YamlNode> fields = node.fields(what).fields();
    if (fields.size() != 1) {
      throw new UsageException(
          node.where()
              + ": a "
              + what
              + " is written NAME, NAME: VALUE or NAME: {PARAMETER: VALUE}, but this one has the"
              + " keys "
              + String.join(", ", fields.keySet()));
    }
    Map.Entry<String, YamlNode> entry = fields.entrySet().iterator().next();
    return named(entry.getKey(), node.where(), entry.getValue(), what);
  }

  private static Spec named(String name, String where, YamlNode value, String what) {
    if (!(value instanceof YamlNode.Fields parameters)) {
      return new Spec(where, name, scalar(value, what + " '" + name + "'"), Map.of());
    }
    Map<String, String> values = new LinkedHashMap<>();
    parameters
        .fields()
        .forEach(
            (parameter, given) -> {
              String text = scalar(given, parameter + " of " + what + " '" + name + "'");
              values.put(parameter, text == null ? "" : text);
            });
    return new Spec(where, name, null, values);
  }

  /** A scalar, or a list of scalars joined as the command line joins them; null for nothing. */
  private static @Nullable String scalar(YamlNode node, String what) {
    if (node instanceof YamlNode.Text text && text.value().isEmpty()) {
      return null;
    }
    return String.join("+", node.texts(what));
  }
}
