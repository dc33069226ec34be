package org.shoestring.cli.lines;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.lexicon.TablePairs;
import org.shoestring.lexicon.Training;
import org.shoestring.lexicon.TrainingLimits;
import org.shoestring.lexicon.Translator;
import org.shoestring.store.Stores;
import org.shoestring.table.record.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lexicon}: the baseline translator, as commands for {@code train} and {@code pipe}. */
@Command(
    name = "lexicon",
    description =
        "Trains and runs a word-by-word translator (IBM Model 1), which needs no other software.",
    synopsisSubcommandLabel = "VERB",
    mixinStandardHelpOptions = true)
public final class LexiconCommand {
  private final Stores stores;

  public LexiconCommand(Stores stores) {
    this.stores = stores;
  }

  @Command(
      description = "Learns a lexicon from a table of sentence pairs.",
      mixinStandardHelpOptions = true)
  void train(
      @Option(
              names = "--data",
              required = true,
              paramLabel = "DIR",
              description = "The table of pairs: a folder with shards and " + Manifest.NAME + ".")
          String data,
      @Option(
              names = "--checkpoints",
              required = true,
              paramLabel = "DIR",
              description =
                  "Where a checkpoint is written after each iteration. Training resumes from the"
                      + " newest.")
          Path checkpoints,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Where the model is written: lexicon.tsv.gz and bigrams.tsv.gz.")
          Path out,
      @Option(
              names = "--source",
              paramLabel = "COLUMN",
              description = "The column to translate from (default: the first).")
          Optional<String> source,
      @Option(
              names = "--target",
              paramLabel = "COLUMN",
              description = "The column to translate into (default: the second).")
          Optional<String> target,
      @Option(
              names = "--iterations",
              converter = WholeNumber.Iterations.class,
              defaultValue = "5",
              paramLabel = "N",
              description = "Iterations of expectation maximisation (default: ${DEFAULT-VALUE}).")
          int iterations,
      @Option(
              names = "--vocabulary",
              converter = WholeNumber.Vocabulary.class,
              defaultValue = "50000",
              paramLabel = "N",
              description =
                  "How many words of each language are used: the most frequent ones (default:"
                      + " ${DEFAULT-VALUE}).")
          int vocabulary,
      @Option(
              names = "--max-words",
              converter = WholeNumber.MaxWords.class,
              defaultValue = "100",
              paramLabel = "N",
              description =
                  "Sentence pairs with more words than this on a side are skipped (default:"
                      + " ${DEFAULT-VALUE}).")
          int maxWords,
      @Option(
              names = "--max-pairs",
              converter = WholeNumber.MaxPairs.class,
              defaultValue = "4000000",
              paramLabel = "N",
              description =
                  "How many pairs of words are counted, at 36 bytes each. If there are more, the"
                      + " rarest"
                      + " are dropped (default: ${DEFAULT-VALUE}).")
          int maxPairs)
      throws IOException {
    TrainingLimits settings = new TrainingLimits(iterations, vocabulary, maxWords, maxPairs);
    new Training(
            TablePairs.in(stores, data, source, target),
            settings,
            line -> System.err.println("lexicon: " + line))
        .run(new Training.Folders(checkpoints, out));
  }

  @Command(
      description = "Translates stdin to stdout, line by line.",
      mixinStandardHelpOptions = true)
  void translate(
      @Option(
              names = "--model",
              required = true,
              paramLabel = "DIR",
              description = "What 'lexicon train' wrote to --out.")
          Path model)
      throws IOException {
    Translator.load(model).translate(System.in, new BufferedOutputStream(System.out));
  }
}
