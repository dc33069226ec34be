package org.shoestring.lexicon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A few sentences that tests learn from. */
final class Samples {
  static final Pairs PAIRS =
      of(
          "A man sleeps.\tEin Mann schläft.",
          "A woman sleeps.\tEine Frau schläft.",
          "The man reads a book.\tDer Mann liest ein Buch.",
          "The woman reads a book.\tDie Frau liest ein Buch.",
          "A child reads.\tEin Kind liest.",
          "Today the child sleeps, too.\tHeute schläft auch das Kind.",
          "The house is red.\tDas Haus ist rot.",
          "The book is red.\tDas Buch ist rot.",
          "A red house\tEin rotes Haus",
          "\tLeer");

  private Samples() {}

  /** Pairs of lines, source and target with a tab between. */
  static Pairs of(String... lines) {
    return visitor -> {
      for (String line : lines) {
        int tab = line.indexOf('\t');
        visitor.pair(line.substring(0, tab), line.substring(tab + 1));
      }
    };
  }

  /** Trains in a folder: checkpoints in {@code checkpoints}, the model in {@code out}. */
  static Path train(Path folder, int iterations, Consumer<String> log) throws IOException {
    return train(PAIRS, folder, iterations, log);
  }

  static Path train(Pairs pairs, Path folder, int iterations, Consumer<String> log)
      throws IOException {
    Path out = folder.resolve("out");
    TrainingLimits settings = new TrainingLimits(iterations, 1_000, 100, 100_000);
    new Training(pairs, settings, log)
        .run(new Training.Folders(folder.resolve("checkpoints"), out));
    return out;
  }
}
