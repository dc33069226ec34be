package org.shoestring.lexicon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.LineReader;
import org.shoestring.lexicon.Words.Token;
import org.shoestring.spec.UsageException;

/**
 * Translates a line from left to right, a word at a time: each becomes one of its entries in the
 * lexicon or is left out, and before each one word may be added that stands for nothing. Of all
 * ways a beam search looks for the one with the highest sum of weighted logarithms: p(t | s), p(s |
 * t), the bigrams of the target, and a bonus for each word.
 *
 * <p>A word that the lexicon does not know as it is written nor in small letters is copied.
 */
public final class Translator {
  // Tuned for BLEU by random search on the development set of Multi30k, English to German; the
  // optimum is flat.
  private static final double TO_TARGET = 0.35;
  private static final double TO_SOURCE = 0.4;
  private static final double BIGRAM = 0.45;
  private static final double WORD_BONUS = 4;
  private static final double LEFT_OUT = 0.5;
  private static final double ADDED = -2;

  private static final int BEAM = 8;
  private static final Comparator<Hypothesis> BEST_FIRST =
      Comparator.comparingDouble(Hypothesis::score).reversed();

  private final Lexicon lexicon;
  private final Bigrams bigrams;
  private final List<Option> additions;

  private Translator(Lexicon lexicon, Bigrams bigrams) {
    this.lexicon = lexicon;
    this.bigrams = bigrams;
    this.additions =
        lexicon.of("").stream()
            .map(entry -> option(entry.target(), ADDED + StrictMath.log(entry.toTarget())))
            .toList();
  }

  /**
   * Reads a model that {@link Training} wrote.
   *
   * @throws UsageException if the folder holds none
   * @throws BadDataException if it is damaged
   * @throws IOException if it cannot be read
   */
  public static Translator load(Path folder) throws IOException {
    Path lexicon = folder.resolve(Training.LEXICON);
    Path bigrams = folder.resolve(Training.BIGRAMS);
    for (Path file : List.of(lexicon, bigrams)) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException(
            file + ": no such file; set --model to the folder that 'lexicon train --out' wrote");
      }
    }
    return new Translator(Lexicon.load(lexicon), Bigrams.load(bigrams));
  }

  /**
   * Translates every line of a stream as it comes; what is read and written is UTF-8.
   *
   * <p>Each line is flushed before the next is read, and there are as many out as in.
   */
  public void translate(InputStream in, OutputStream out) throws IOException {
    try (LineReader lines = new LineReader(in)) {
      while (lines.next()) {
        int length = lines.end() - lines.start();
        String line = new String(lines.bytes(), lines.start(), length, StandardCharsets.UTF_8);
        out.write((translate(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  /** The translation of a line, again one line; empty if the line has no words or marks. */
  public String translate(String line) {
    List<Token> tokens = Words.split(line);
    List<Hypothesis> beam = List.of(Hypothesis.START);
    for (int i = 0; i < tokens.size(); i++) {
      beam = next(beam, i, tokens);
    }
    return beam.stream()
        .max(Comparator.comparingDouble(end -> end.score() + bigram(end, Bigrams.BOUNDARY)))
        .map(best -> Joiner.join(best.outputs(), tokens))
        .orElse("");
  }

  private List<Hypothesis> next(List<Hypothesis> beam, int place, List<Token> tokens) {
    List<Hypothesis> starts = new ArrayList<>(beam);
    for (Hypothesis start : beam) {
      for (Option option : additions) {
        starts.add(put(start, option, place, true));
      }
    }
    starts.sort(BEST_FIRST);
    Token token = tokens.get(place);
    List<Option> options = options(token);
    boolean endMark = place == tokens.size() - 1 && !Words.isWord(token.text());
    List<Hypothesis> ends = new ArrayList<>();
    for (Hypothesis start : starts.subList(0, Math.min(2 * BEAM, starts.size()))) {
      for (Option option : options) {
        if (!option.text().isEmpty()) {
          ends.add(put(start, option, place, false));
        } else if (!endMark || options.size() == 1) {
          ends.add(
              new Hypothesis(
                  start, "", place, false, start.state(), start.score() + option.score()));
        }
      }
    }
    ends.sort(BEST_FIRST);
    return distinct(ends);
  }

  /** The best of each state: what follows is the same for all of a state. */
  private static List<Hypothesis> distinct(List<Hypothesis> sorted) {
    Set<Integer> states = new HashSet<>();
    return sorted.stream().filter(end -> states.add(end.state())).limit(BEAM).toList();
  }

  private Hypothesis put(Hypothesis start, Option option, int place, boolean added) {
    double score = start.score() + option.score() + WORD_BONUS + bigram(start, option.number());
    return new Hypothesis(start, option.text(), place, added, option.number(), score);
  }

  private double bigram(Hypothesis start, int word) {
    return BIGRAM * bigrams.log(start.state(), word);
  }

  /**
   * What can stand for a token.
   *
   * @param text empty if it is left out
   * @param number of the bigram model
   */
  private record Option(String text, int number, double score) {}

  private Option option(String text, double score) {
    return new Option(text, bigrams.number(text), score);
  }

  private List<Option> options(Token token) {
    String known = known(token);
    boolean shouted = !known.equals(token.text()) && isShouted(token.text());
    List<Option> options = new ArrayList<>();
    boolean copied = true;
    for (Lexicon.Entry entry : lexicon.of(known)) {
      double toTarget = StrictMath.log(entry.toTarget());
      if (entry.target().isEmpty()) {
        options.add(new Option("", Bigrams.UNKNOWN, LEFT_OUT * toTarget));
      } else {
        String text = shouted ? entry.target().toUpperCase(Locale.ROOT) : entry.target();
        double score = TO_TARGET * toTarget + TO_SOURCE * StrictMath.log(entry.toSource());
        options.add(new Option(text, bigrams.number(entry.target()), score));
        copied = false;
      }
    }
    if (copied) {
      options.add(option(token.text(), 0));
    }
    return options;
  }

  /** How the lexicon knows a token; the token itself if it does not. */
  private String known(Token token) {
    String text = token.text();
    String small = Words.lowerFirst(text);
    if (token.initial() && !lexicon.of(small).isEmpty()) {
      return small;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lexicon.of(text).isEmpty() && !lexicon.of(lower).isEmpty() ? lower : text;
  }

  private static boolean isShouted(String text) {
    return text.length() > 1
        && text.equals(text.toUpperCase(Locale.ROOT))
        && !text.equals(text.toLowerCase(Locale.ROOT));
  }
}
