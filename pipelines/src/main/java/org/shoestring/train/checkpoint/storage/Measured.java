package org.shoestring.train.checkpoint.storage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured at a checkpoint.
 *
 * @param values by metric; they may be no numbers
 * @param bad whether its loss is no number, or infinite
 */
public record Measured(SortedMap<String, Double> values, boolean bad) {
  public static final Measured NOTHING = new Measured(new TreeMap<>(), false);

  public Measured {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
