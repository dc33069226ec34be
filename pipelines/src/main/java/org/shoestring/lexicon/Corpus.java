package org.shoestring.lexicon;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.Sha256;
import org.shoestring.spec.Plural;

/**
 * The sentence pairs as training sees them: usable ones only, as numbers of the two vocabularies,
 * read anew in every pass.
 */
final class Corpus {
  private final Pairs pairs;
  private final TrainingLimits settings;
  private final Vocabulary source;
  private final Vocabulary target;
  private final String fingerprint;

  private Corpus(
      Pairs pairs,
      TrainingLimits settings,
      Vocabulary source,
      Vocabulary target,
      String fingerprint) {
    this.pairs = pairs;
    this.settings = settings;
    this.source = source;
    this.target = target;
    this.fingerprint = fingerprint;
  }

  /** Reads the pairs once: counts words, and says what is skipped and left out. */
  static Corpus of(Pairs pairs, TrainingLimits settings, Consumer<String> log) throws IOException {
    FirstPass pass = new FirstPass(settings);
    pairs.forEach(pass);
    pass.report(log);
    return new Corpus(
        pairs,
        settings,
        pass.sourceWords.vocabulary(),
        pass.targetWords.vocabulary(),
        pass.hash.hex());
  }

  Vocabulary source() {
    return source;
  }

  Vocabulary target() {
    return target;
  }

  /** A hash of the pairs and of the settings that decide what an iteration computes. */
  String fingerprint() {
    return fingerprint;
  }

  /** Gives every usable pair as word numbers. */
  void forEach(Visitor visitor) throws IOException {
    pairs.forEach(
        (sourceText, targetText) -> {
          List<Words.Token> sourceTokens = Words.split(sourceText);
          List<Words.Token> targetTokens = Words.split(targetText);
          if (settings.allows(sourceTokens.size()) && settings.allows(targetTokens.size())) {
            visitor.pair(source.numbers(sourceTokens), target.numbers(targetTokens));
          }
        });
  }

  /** What is done with one pair. */
  @FunctionalInterface
  interface Visitor {
    void pair(int[] source, int[] target);
  }

  private static final class FirstPass implements Pairs.Visitor {
    private final TrainingLimits settings;
    private final Vocabulary.Counter sourceWords;
    private final Vocabulary.Counter targetWords;
    private final Sha256 hash = new Sha256();
    private long total;
    private long empty;
    private long tooLong;

    FirstPass(TrainingLimits settings) {
      this.settings = settings;
      this.sourceWords = new Vocabulary.Counter(settings.vocabulary());
      this.targetWords = new Vocabulary.Counter(settings.vocabulary());
      hash.frame(settings.canonical());
    }

    @Override
    public void pair(String source, String target) {
      hash.frame(source).frame(target);
      total++;
      List<Words.Token> sourceTokens = Words.split(source);
      List<Words.Token> targetTokens = Words.split(target);
      if (sourceTokens.isEmpty() || targetTokens.isEmpty()) {
        empty++;
      } else if (settings.allows(sourceTokens.size()) && settings.allows(targetTokens.size())) {
        sourceWords.add(sourceTokens);
        targetWords.add(targetTokens);
      } else {
        tooLong++;
      }
    }

    void report(Consumer<String> log) {
      log.accept(Plural.of(total, "sentence pair"));
      if (empty > 0) {
        log.accept("skipped " + Plural.of(empty, "pair") + " with an empty sentence");
      }
      if (tooLong > 0) {
        log.accept(
            "skipped "
                + Plural.of(tooLong, "pair")
                + " with more than "
                + Plural.of(settings.maxWords(), "word")
                + " in a sentence (--max-words)");
      }
      if (total == empty + tooLong) {
        throw new BadDataException(
            "no sentence pair of "
                + total
                + " can be used; check --data, --source and --target, or raise --max-words");
      }
      sourceWords.report("source", log);
      targetWords.report("target", log);
    }
  }
}
