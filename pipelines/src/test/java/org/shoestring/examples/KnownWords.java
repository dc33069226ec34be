package org.shoestring.examples;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Loaded;
import org.shoestring.step.OutputSource;
import org.shoestring.step.Step;
import org.shoestring.step.StepOutputs;
import org.shoestring.step.StepType;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;

/** A step that reads another stage's output: it rejects lines with a word that is no line of it. */
public final class KnownWords implements StepType {

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
    return "Rejects lines with a word that is not in the vocabulary.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.output("vocabulary", OutputForm.TABLE, "a table with one word a line"));
  }

  @Override
  public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
    int[] fields = arguments.fields(input);
    Loaded<Set<String>> vocabulary = outputs.table("vocabulary", KnownWords::words);
    return row -> {
      for (int field : fields) {
        for (String word : row.text(field).split(" ", -1)) {
          if (!vocabulary.get().contains(word)) {
            return Verdict.reject("unknown_word", word);
          }
        }
      }
      return Verdict.keep();
    };
  }

  private static Set<String> words(OutputSource.Rows rows) throws IOException {
    Set<String> words = new HashSet<>();
    while (rows.next()) {
      words.add(rows.row().text(0));
    }
    return words;
  }
}
