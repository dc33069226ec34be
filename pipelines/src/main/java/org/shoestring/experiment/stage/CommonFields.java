package org.shoestring.experiment.stage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.shuffle.Seed;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Kind;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

/** Reads the keys that stages of several types have. */
final class CommonFields {
  /** What a program is counted with unless the experiment says: 512 MiB. */
  private static final long MEMORY = 512L << 20;

  private static final Kind ANY_NUMBER = new Kind.Whole(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final int LONGEST_COLUMN = 200;

  private CommonFields() {}

  /** {@code columns}, which a stage that makes a table of foreign lines must have. */
  static Columns columns(YamlNode.Fields fields, String stage) {
    YamlNode columns = fields.require("columns", "stage " + stage);
    List<String> names = columns.texts("columns");
    for (String name : names) {
      if (name.length() > LONGEST_COLUMN) {
        throw new UsageException(
            columns.where() + ": a column's name is too long: " + Shown.quoted(name));
      }
    }
    try {
      return new Columns(names);
    } catch (IllegalArgumentException e) {
      throw new UsageException(columns.where() + ": " + e.getMessage());
    }
  }

  /** {@code seed} of a stage; null if it has none of its own. */
  static @Nullable Seed seed(YamlNode.Fields fields) {
    YamlNode seed = fields.get("seed");
    return seed == null ? null : Seed.of(Long.parseLong(seed.value("seed", ANY_NUMBER)));
  }

  /** The keys of a stage with a command, its own first. */
  static List<String> ofCommand(String type, String... own) {
    List<String> keys = new ArrayList<>(List.of(type, "command"));
    keys.addAll(List.of(own));
    keys.addAll(List.of("files", "memory", "seed"));
    keys.addAll(CommandSettings.KEYS);
    return keys;
  }

  /** {@code files} of a stage with a command: further files that decide what it does. */
  static List<String> files(YamlNode.Fields fields) {
    YamlNode files = fields.get("files");
    return files == null ? List.of() : files.texts("files");
  }

  /** {@code memory} of a stage with a command: the bytes that it is counted with. */
  static long memory(YamlNode.Fields fields) {
    YamlNode memory = fields.get("memory");
    return memory == null
        ? MEMORY
        : Bytes.parse(memory.where() + ": memory", memory.text("memory"));
  }
}
