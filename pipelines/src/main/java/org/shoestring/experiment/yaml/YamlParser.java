package org.shoestring.experiment.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML text into {@link YamlNode}s; whatever the text is, an error tells the line. */
final class YamlParser {
  /** An experiment has about five. */
  private static final int DEEPEST = 50;

  /** What aliases can make of a small file is far more. */
  private static final int MOST_NODES = 100_000;

  private static final int LONGEST_KEY = 200;

  private final String name;
  private final boolean numbered;
  private int nodes;

  /** The nodes that are being read, each inside the one before. */
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlParser(String name, boolean numbered) {
    this.name = name;
    this.numbered = numbered;
  }

  /** Reads the text of a file. */
  static YamlNode parse(String name, String text) {
    return new YamlParser(name, true).parse(text);
  }

  /** Reads a value that stands on the command line. */
  static YamlNode parseValue(String where, String text) {
    return new YamlParser(where, false).parse(text);
  }

  private YamlNode parse(String written) {
    // Some editors begin a file with it.
    String text = written.startsWith("\ufeff") ? written.substring(1) : written;
    checkCharacters(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // They are counted here.
            .build();
    checkDepth(text, settings);
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      throw problem(e);
    }
    return root.map(this::root).orElse(new YamlNode.Text(where(1), ""));
  }

  /** Before anything is built of it: YAML's own composer goes down by recursion. */
  private void checkDepth(String text, LoadSettings settings) {
    int depth = 0;
    int line = 1;
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(line);
        depth +=
            switch (event.getEventId()) {
              case SequenceStart, MappingStart -> 1;
              case SequenceEnd, MappingEnd -> -1;
              default -> 0;
            };
        if (depth > DEEPEST) {
          throw new UsageException(
              where(line) + ": more than " + DEEPEST + " lists and mappings inside each other");
        }
      }
    } catch (MarkedYamlEngineException e) {
      throw problem(e);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) { // The library has several for odd escapes and numbers.
      throw new UsageException(where(line) + ": not YAML from here on");
    }
  }

  private UsageException problem(MarkedYamlEngineException error) {
    YamlProblem problem = YamlProblem.of(error);
    return new UsageException(where(problem.line()) + ": " + problem.text());
  }

  private void checkCharacters(String text) {
    int line = 1;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      line += c == '\n' ? 1 : 0;
      if (isRefused(text, at) && c != '\r') {
        throw new UsageException(
            where(line)
                + ": the character "
                + codePoint(c)
                + " is not allowed in text; remove it"
                + (c == 0 ? ". If it is in every line, the file is UTF-16: save it as UTF-8" : ""));
      }
    }
  }

  /** Control characters, and halves of surrogate pairs: no name and no command has them. */
  private static boolean isRefused(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    return (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\u0085')
        || c == '\ufffe'
        || c == '\uffff';
  }

  private static String codePoint(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }

  private YamlNode root(Node node) {
    return node(node, where(node));
  }

  /** A value stands where its key does, if it has one. */
  private YamlNode node(Node node, String where) {
    if (!open.add(node)) {
      throw new UsageException(
          where + ": an alias (*) refers to a value that contains it; write the value instead");
    }
    if (++nodes > MOST_NODES) {
      throw new UsageException(where + ": aliases make more than " + MOST_NODES + " values");
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
      return new YamlNode.Text(where, nothing ? "" : text(scalar, where));
    }
    if (node instanceof SequenceNode sequence) {
      return new YamlNode.Items(where, sequence.getValue().stream().map(this::root).toList());
    }
    if (node instanceof MappingNode mapping) {
      return new YamlNode.Fields(where, fields(mapping));
    }
    throw new UsageException(where + ": a kind of YAML that experiments do not use");
  }

  private Map<String, YamlNode> fields(MappingNode mapping) {
    Map<String, YamlNode> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String where = where(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        throw new UsageException(where + ": a key is a text");
      }
      String key = text(scalar, where);
      if (key.length() > LONGEST_KEY || key.indexOf('\n') >= 0) {
        throw new UsageException(
            where + ": " + Shown.quoted(key) + " cannot be a key; write a text");
      }
      if (fields.put(key, node(tuple.getValueNode(), where)) != null) {
        throw new UsageException(where + ": '" + key + "' is set twice; remove one of the two");
      }
    }
    return fields;
  }

  /** Escapes in quotes can write what the file itself may not have. */
  private String text(ScalarNode scalar, String where) {
    String text = scalar.getValue();
    for (int at = 0; at < text.length(); at++) {
      if (isRefused(text, at)) {
        throw new UsageException(
            where
                + ": a text has the character "
                + codePoint(text.charAt(at))
                + ", written with a backslash; remove it");
      }
    }
    return text;
  }

  private String where(Node node) {
    return node.getStartMark().map(mark -> where(mark.getLine() + 1)).orElse(name);
  }

  private String where(int line) {
    return numbered ? name + ":" + line : name;
  }
}
