package org.shoestring.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.tsv.Columns;

/**
 * A step of a user that reads outputs of other stages: it keeps rows of known words. They are the
 * rows of a table, and may be lines of files, too.
 */
public final class KnownWords implements StepType {
  /** How often a vocabulary was read in this process. */
  public static final AtomicInteger READ = new AtomicInteger();

  /** A word that no vocabulary may have. */
  public static final String UNSPEAKABLE = "unspeakable";

  @Override
  public String name() {
    return "known-words";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Rejects rows with a word that is not in a vocabulary.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.output("vocabulary", OutputForm.TABLE, "a table with a word a line"),
        Parameter.output("lists", OutputForm.FILES, "files with more words").orElse(""));
  }

  @Override
  public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
    int[] fields = arguments.fields(input);
    Optional<Columns> columns = outputs.columns("vocabulary");
    if (columns.isPresent() && columns.get().size() != 1) {
      throw arguments.error(
          "the vocabulary has the columns " + columns.get() + "; choose one of them");
    }
    Loaded<Set<String>> words = outputs.table("vocabulary", KnownWords::words);
    Optional<Loaded<Set<String>>> more =
        outputs.has("lists")
            ? Optional.of(outputs.files("lists", KnownWords::lines))
            : Optional.empty();
    return row -> {
      for (int field : fields) {
        for (String word : row.text(field).split(" ", -1)) {
          boolean known = words.get().contains(word);
          if (!known && !(more.isPresent() && more.get().get().contains(word))) {
            return Verdict.reject("unknown_word");
          }
        }
      }
      return Verdict.keep();
    };
  }

  private static Set<String> words(OutputSource.Rows rows) throws IOException {
    READ.incrementAndGet();
    Set<String> words = new HashSet<>();
    while (rows.next()) {
      words.add(rows.row().text(0));
    }
    if (words.contains(UNSPEAKABLE)) {
      throw new IllegalStateException("no word for it");
    }
    return words;
  }

  private static Set<String> lines(Path folder) throws IOException {
    Set<String> words = new HashSet<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        words.addAll(Files.readAllLines(file));
      }
    }
    return words;
  }
}
