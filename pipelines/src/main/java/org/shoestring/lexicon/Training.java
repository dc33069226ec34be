package org.shoestring.lexicon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;

/**
 * Learns a lexicon from sentence pairs: counts words, counts which stand in a pair together, runs
 * Model 1 with a checkpoint an iteration, and writes what {@link Translator} reads.
 *
 * <p>The same pairs and settings give the same bytes, whether or not the training was interrupted.
 */
public final class Training {
  static final String LEXICON = "lexicon.tsv.gz";
  static final String BIGRAMS = "bigrams.tsv.gz";

  private static final int MAX_BIGRAMS = 1_000_000;

  private final Pairs pairs;
  private final TrainingLimits settings;
  private final Consumer<String> log;

  /**
   * A training of these pairs.
   *
   * @param log gets a line for all that is done, skipped or left out
   */
  public Training(Pairs pairs, TrainingLimits settings, Consumer<String> log) {
    this.pairs = pairs;
    this.settings = settings;
    this.log = log;
  }

  /**
   * Trains, from the newest usable checkpoint on if there is one.
   *
   * @throws IOException if the pairs cannot be read or a folder cannot be written
   * @throws BadDataException if no pair can be used
   */
  public void run(Folders folders) throws IOException {
    Corpus corpus = Corpus.of(pairs, settings, log);
    LongCounts bigrams = new LongCounts(MAX_BIGRAMS);
    Cooccurrences together = together(corpus, bigrams);
    Model1 model = iterate(corpus, together, folders.checkpoints());
    Links links = new Links(model);
    corpus.forEach(links::add);
    Files.createDirectories(folders.out());
    Lexicon.save(links, corpus.source(), corpus.target(), folders.out().resolve(LEXICON));
    Bigrams.save(bigrams, corpus.target(), folders.out().resolve(BIGRAMS));
  }

  /**
   * Where a training writes.
   *
   * @param checkpoints kept over restarts
   * @param out gets the model
   */
  public record Folders(Path checkpoints, Path out) {}

  private Cooccurrences together(Corpus corpus, LongCounts bigrams) throws IOException {
    LongCounts counts = new LongCounts(settings.maxPairs());
    corpus.forEach(
        (source, target) -> {
          Cooccurrences.count(source, target, counts);
          Bigrams.count(target, bigrams);
        });
    Cooccurrences together =
        Cooccurrences.of(counts, corpus.source().size(), corpus.target().size());
    log.accept(
        (corpus.source().size() - 1)
            + " source words, "
            + (corpus.target().size() - 1)
            + " target words, "
            + together.size()
            + " word pairs");
    sayForgotten(counts, "word pairs (--max-pairs)", settings.maxPairs());
    sayForgotten(bigrams, "bigrams", MAX_BIGRAMS);
    return together;
  }

  private void sayForgotten(LongCounts counts, String what, int limit) {
    if (counts.forgotten() > 0) {
      log.accept(tooMany(limit, what, counts.forgotten()));
    }
  }

  /** What is left out of more things than can be counted. */
  static String tooMany(int limit, String what, long forgotten) {
    return "found more than "
        + limit
        + " "
        + what
        + "; left out those that came "
        + Plural.of(forgotten, "time")
        + " or less";
  }

  private Model1 iterate(Corpus corpus, Cooccurrences together, Path folder) throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder, corpus.fingerprint(), log);
    Optional<Checkpoints.State> resumed = checkpoints.newest(together, settings.iterations());
    int iteration = 0;
    Model1 model = Model1.uniform(together);
    if (resumed.isPresent()) {
      iteration = resumed.get().iteration();
      model = resumed.get().model();
      log.accept("resuming after iteration " + iteration);
    }
    while (iteration < settings.iterations()) {
      Model1.Counts counts = model.counts();
      corpus.forEach(counts::add);
      model = counts.model();
      iteration++;
      checkpoints.save(new Checkpoints.State(iteration, model));
      log.accept(
          String.format(
              Locale.ROOT,
              "iteration %d of %d: log-likelihood %.1f",
              iteration,
              settings.iterations(),
              counts.logLikelihood()));
    }
    return model;
  }
}
