package org.shoestring.lexicon;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.shoestring.spec.Shown;

/**
 * What words become: for each source word its likely target words, with the probabilities of both
 * directions, from how often they are {@linkplain Links linked}.
 *
 * <p>As a file it is a table of source word, target word, p(target | source), p(source | target). A
 * word with an empty target is left out that often; a word with an empty source stands for nothing
 * in the source.
 *
 * @param entries by source word, the likeliest target first; the source words are those known
 */
record Lexicon(Map<String, List<Entry>> entries) {
  private static final Pattern WEIGHT =
      Pattern.compile("[0-9]{1,20}(?:\\.[0-9]{1,20})?(?:e-?[0-9]{1,3})?");

  private static final int LARGEST = 1_000;

  private static final int TARGETS_KEPT = 8;
  private static final int INSERTIONS_KEPT = 12;
  private static final double LEAST_PROBABILITY = 0.01;

  /**
   * A translation of a word.
   *
   * @param target empty if the word is left out
   */
  record Entry(String target, double toTarget, double toSource) {
    /** How good it is: the geometric mean of both directions. */
    double weight() {
      return Math.sqrt(toTarget * toSource);
    }
  }

  /** The entries of a source word, none if it is unknown; those of nothing for the empty word. */
  List<Entry> of(String source) {
    return entries.getOrDefault(source, List.of());
  }

  static void save(Links links, Vocabulary sources, Vocabulary targets, Path path)
      throws IOException {
    Cooccurrences pairs = links.pairs();
    double[] unlinkedSource = new double[pairs.sourceWords()];
    double[] unlinkedTarget = new double[pairs.targetWords()];
    for (int target = 1; target < unlinkedTarget.length; target++) {
      unlinkedTarget[target] = links.targetCount(target);
    }
    for (int source = 1; source < unlinkedSource.length; source++) {
      unlinkedSource[source] = links.sourceCount(source);
      for (int place = pairs.start(source); place < pairs.end(source); place++) {
        unlinkedSource[source] -= links.count(place);
        unlinkedTarget[pairs.target(place)] -= links.count(place);
      }
    }
    try (Writer out = Gz.writer(path)) {
      write(out, "", insertions(unlinkedTarget, links, targets));
      double allUnlinked = positiveSum(unlinkedSource);
      for (int source = 1; source < unlinkedSource.length; source++) {
        List<Entry> entries = translations(source, links, targets);
        double unlinked = Math.max(0, unlinkedSource[source]);
        double often = unlinked / links.sourceCount(source);
        if (often > LEAST_PROBABILITY) {
          entries.add(new Entry("", often, unlinked / allUnlinked));
        }
        write(out, sources.word(source), entries);
      }
    }
  }

  private static List<Entry> insertions(double[] unlinked, Links links, Vocabulary targets) {
    double all = positiveSum(unlinked);
    List<Entry> entries = new ArrayList<>();
    for (int target = 1; target < unlinked.length; target++) {
      double share = unlinked[target] / all;
      if (share > LEAST_PROBABILITY) {
        entries.add(
            new Entry(targets.word(target), share, unlinked[target] / links.targetCount(target)));
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::toTarget).reversed());
    return entries.subList(0, Math.min(INSERTIONS_KEPT, entries.size()));
  }

  private static List<Entry> translations(int source, Links links, Vocabulary targets) {
    Cooccurrences pairs = links.pairs();
    List<Entry> entries = new ArrayList<>();
    for (int place = pairs.start(source); place < pairs.end(source); place++) {
      int target = pairs.target(place);
      double toTarget = links.count(place) / links.sourceCount(source);
      if (target != Vocabulary.NULL && toTarget > LEAST_PROBABILITY) {
        double toSource = links.count(place) / links.targetCount(target);
        entries.add(new Entry(targets.word(target), toTarget, toSource));
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::weight).reversed());
    return new ArrayList<>(entries.subList(0, Math.min(TARGETS_KEPT, entries.size())));
  }

  private static double positiveSum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.max(0, value);
    }
    return sum;
  }

  private static void write(Writer out, String source, List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      out.write(
          String.format(
              Locale.ROOT,
              "%s\t%s\t%.5g\t%.5g\n",
              source,
              entry.target(),
              entry.toTarget(),
              entry.toSource()));
    }
  }

  static Lexicon load(Path path) throws IOException {
    Map<String, List<Entry>> entries = new HashMap<>();
    Gz.forEachRow(
        path,
        4,
        row ->
            entries
                .computeIfAbsent(row.text(0), source -> new ArrayList<>(TARGETS_KEPT))
                .add(new Entry(row.text(1), weight(row.text(2)), weight(row.text(3)))));
    return new Lexicon(entries);
  }

  private static double weight(String text) {
    if (WEIGHT.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (value > 0 && value < LARGEST) { // Above 1 where a word links to several.
        return value;
      }
    }
    throw new IllegalArgumentException(
        Shown.quoted(text) + " is not a weight; expected a number above 0, below 1000");
  }
}
