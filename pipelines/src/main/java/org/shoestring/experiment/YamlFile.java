package org.shoestring.experiment;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.spec.UsageException;
import org.shoestring.store.UrlCredentials;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML into {@link YamlNode}s, and sets values in them as {@code --set} asks. */
final class YamlFile {
  private final String name;
  private final boolean numbered;

  /** The nodes that are being read, each inside the one before. */
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlFile(String name, boolean numbered) {
    this.name = name;
    this.numbered = numbered;
  }

  /**
   * Reads a file.
   *
   * @throws UsageException if there is no such file, or it is no YAML, with the line
   */
  static YamlNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          file + ": no such file; an experiment is a YAML file, see data-samples/");
    }
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (MalformedInputException e) {
      throw new UsageException(file + ": no UTF-8 text");
    }
  }

  /** Reads a text. */
  static YamlNode parse(String name, String text) {
    return new YamlFile(name, true).parse(text);
  }

  private YamlNode parse(String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return root.map(this::root).orElse(new YamlNode.Text(where(1), ""));
    } catch (MarkedYamlEngineException e) {
      String where = e.getProblemMark().map(mark -> where(mark.getLine() + 1)).orElse(name);
      throw new UsageException(where + ": " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new UsageException(name + ": " + e.getMessage());
    }
  }

  private YamlNode root(Node node) {
    return node(node, where(node));
  }

  /** A value stands where its key does, if it has one. */
  private YamlNode node(Node node, String where) {
    if (!open.add(node)) {
      throw new UsageException(where + ": an alias of what it stands in");
    }
    try {
      return content(node, where);
    } finally {
      open.remove(node);
    }
  }

  private YamlNode content(Node node, String where) {
    if (node instanceof ScalarNode scalar) {
      boolean nothing = scalar.getTag().equals(Tag.NULL);
      return new YamlNode.Text(where, nothing ? "" : scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      return new YamlNode.Items(where, sequence.getValue().stream().map(this::root).toList());
    }
    if (node instanceof MappingNode mapping) {
      Map<String, YamlNode> fields = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw new UsageException(where(tuple.getKeyNode()) + ": a key is a text");
        }
        if (fields.put(key.getValue(), node(tuple.getValueNode(), where(key))) != null) {
          throw new UsageException(where(key) + ": '" + key.getValue() + "' stands twice");
        }
      }
      return new YamlNode.Fields(where, fields);
    }
    throw new UsageException(where + ": a kind of YAML that experiments do not use");
  }

  private String where(Node node) {
    return node.getStartMark().map(mark -> where(mark.getLine() + 1)).orElse(name);
  }

  private String where(int line) {
    return numbered ? name + ":" + line : name;
  }

  /**
   * The same with one value set.
   *
   * @param setting {@code stages.bleu.metric=chrf}; the value is YAML
   */
  static YamlNode set(YamlNode root, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException("--set '" + setting + "'; write --set stages.NAME.KEY=VALUE");
    }
    String where = "--set " + UrlCredentials.hidden(setting);
    YamlNode value = new YamlFile(where, false).parse(setting.substring(equals + 1));
    List<String> path = new ArrayList<>(List.of(setting.substring(0, equals).split("\\.", -1)));
    return set(root, where, path, value);
  }

  private static YamlNode set(YamlNode at, String where, List<String> path, YamlNode value) {
    YamlNode.Fields fields = at.fields("what is above '" + path.get(0) + "' in " + where);
    Map<String, YamlNode> changed = new LinkedHashMap<>(fields.fields());
    if (path.size() == 1) {
      changed.put(path.get(0), value);
    } else {
      YamlNode below = changed.get(path.get(0));
      if (below == null) {
        throw UsageException.unknown(where, "key", path.get(0), changed.keySet());
      }
      changed.put(path.get(0), set(below, where, path.subList(1, path.size()), value));
    }
    return new YamlNode.Fields(fields.where(), changed);
  }
}
