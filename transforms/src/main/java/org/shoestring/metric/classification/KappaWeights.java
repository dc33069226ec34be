package org.shoestring.metric.classification;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much it counts to take a label for another one, by their places among the sorted labels. */
enum KappaWeights {
  /** Any two are equally far apart. */
  NONE {
    @Override
    double of(int one, int other) {
      return one == other ? 0 : 1;
    }
  },

  /** As far as their places. */
  LINEAR {
    @Override
    double of(int one, int other) {
      return Math.abs(one - other);
    }
  },

  /** The square of that. */
  QUADRATIC {
    @Override
    double of(int one, int other) {
      double distance = one - other;
      return distance * distance;
    }
  };

  abstract double of(int one, int other);

  /** As users write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(KappaWeights::word).toList();
  }

  static KappaWeights of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
