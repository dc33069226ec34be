package org.shoestring.cli.argument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.Reference;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.table.record.TableName;

/**
 * The two ways to name outputs of stages, {@code FILE.yaml STAGE...} and {@code FILE.yaml:STAGE}.
 */
public final class StageWords {
  private StageWords() {}

  /** The words with each {@code FILE.yaml STAGE} as {@code FILE.yaml:STAGE}. */
  public static List<String> joined(List<String> words) throws IOException {
    return joined(words, false);
  }

  /**
   * The same where {@code FILE.yaml} may be meant as a file: what follows is a stage only if the
   * experiment has it.
   *
   * @throws UsageException if a word is both a stage and a file
   */
  public static List<String> joinedOrFiles(List<String> words) throws IOException {
    return joined(words, true);
  }

  private static List<String> joined(List<String> words, boolean areFiles) throws IOException {
    List<String> joined = new ArrayList<>();
    int next = 0;
    while (next < words.size()) {
      String word = words.get(next++);
      int first = next;
      if (isFile(word)) {
        Optional<Experiment> experiment = UnreadableArgument.experiment(word);
        while (next < words.size() && isStage(words.get(next), experiment, areFiles)) {
          refuseBoth(word, words.get(next), areFiles);
          joined.add(word + ":" + words.get(next++));
        }
      }
      if (next == first) {
        joined.add(word);
      }
    }
    return joined;
  }

  /** Whether a word is the file of an experiment and names no stage of it. */
  public static boolean isFile(String word) {
    return UnreadableArgument.isYaml(word) && LineSource.experimentEnd(word) < 0;
  }

  /** Whether a word names an experiment or a stage of it, rather than the place of a training. */
  static boolean isExperiment(String word) {
    return UnreadableArgument.isYaml(word)
        || LineSource.experimentEnd(word) >= 0
        || (!Location.isRemote(word) && Files.isRegularFile(Path.of(word)));
  }

  /**
   * What the experiment does not have is a stage too, to be told of, unless it is something else.
   */
  private static boolean isStage(String word, Optional<Experiment> experiment, boolean isFile) {
    String output = word.split(":", 2)[0];
    if (word.equals(SourceArgument.STDIN)
        || output.indexOf('/') >= 0
        || word.contains("://")
        || UnreadableArgument.isYaml(output)
        || LineSource.experimentEnd(word) > 0) {
      return false;
    }
    String stage = output.split("\\.", 2)[0];
    return experiment.filter(read -> read.stages().containsKey(stage)).isPresent()
        || !(isFile || Files.exists(Path.of(word)));
  }

  private static void refuseBoth(String file, String word, boolean areFiles) {
    if (areFiles && Files.exists(Path.of(word))) {
      throw new UsageException(
          word
              + ": this is both a file here and a stage of "
              + file
              + "; write ./"
              + word
              + " or "
              + file
              + ":"
              + word);
    }
  }

  /**
   * The stage that a reference names as a whole.
   *
   * @throws UsageException if it names a table or columns
   */
  static String whole(String verb, Reference reference) {
    if (!reference.columns().isEmpty() || !reference.table().equals(TableName.MAIN)) {
      throw new UsageException(
          reference.where()
              + ": "
              + verb
              + " takes a whole stage, without a table or columns: "
              + reference.stage());
    }
    return reference.stage();
  }
}
