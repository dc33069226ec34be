package org.shoestring.shuffle.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.spec.UsageException;

/**
 * Labels that were met, numbered from 0 in that order. All are kept in memory, so it has limits.
 */
final class LabelIds {
  /** The most different labels of a table. */
  static final int MAX_LABELS = 10_000;

  /** The most characters of all labels of a table together. */
  static final int MAX_CHARACTERS = 4 << 20;

  private final Split split;
  private final List<String> labels = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private long characters;

  /** None yet; the split is for messages. */
  LabelIds(Split split) {
    this.split = split;
  }

  /**
   * The number of a label.
   *
   * @throws UsageException if there are too many
   */
  int of(String label) {
    Integer known = ids.get(label);
    if (known != null) {
      return known;
    }
    int id = labels.size();
    labels.add(label);
    ids.put(label, id);
    characters += label.length();
    if (labels.size() > MAX_LABELS) {
      throw tooMany(split, "more than " + MAX_LABELS + " different labels");
    }
    if (characters > MAX_CHARACTERS) {
      throw tooMany(split, "labels of more than " + MAX_CHARACTERS + " characters together");
    }
    return id;
  }

  /** All labels; the place of one in this list is its number. */
  List<String> labels() {
    return Collections.unmodifiableList(labels);
  }

  static UsageException tooMany(Split split, String what) {
    return new UsageException(
        split.parts().where()
            + ": "
            + String.join(" + ", split.columns())
            + " has "
            + what
            + "; split by hash instead, which has no such limit");
  }
}
