package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are no garbage as long as another training starts from them. */
@Timeout(60)
class StartedFromGarbageTest extends TrainingGarbageFixture {
  StartedFromGarbageTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  /** Another training's record, which says that it starts from a checkpoint of this one. */
  private void givenAnotherThatStartsFrom(int sequence) throws IOException {
    String first = training.folder(1).substring(training.checkpoints.length() + 1);
    write(
        "experiments/new/model.tsv",
        "begun\t%s\ttrain\nstart-from\there\t%s\t%s\t%s/00000%s.tsv\n"
            .formatted(
                "2".repeat(32), "3".repeat(64), training.key, first, Integer.toString(sequence)));
  }

  @Test
  void remove_finishedTrainingThatAnotherStartsFrom_keepsThatCheckpoint() throws Exception {
    attempt("step-1", "step-2", "step-3");
    training.finish();
    record(training.output);
    givenAnotherThatStartsFrom(2);
    age(MONTH);

    assertThat(remove()).extracting(UnusedObjects::name).containsExactly(training.checkpoints);
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/_files/HASH/step-3");
    assertThat(found()).isEmpty();

    store.delete("experiments/new/model.tsv");
    age(MONTH);
    assertThat(found()).containsExactly(garbageLine());
  }

  @Test
  void remove_unfinishedTrainingThatAnotherStartsFrom_keepsThatAndTheNewest() throws Exception {
    attempt("step-1", "step-2", "step-3");
    givenAnotherThatStartsFrom(1);
    age();

    remove();
    assertThat(training.left())
        .contains("000001/_files/HASH/step-1", "000001/_files/HASH/step-3")
        .doesNotContain("000001/_files/HASH/step-2");
  }

  @Test
  void remove_formerTrainingOfAForgottenStage_allOfIt() throws Exception {
    attempt("step-1");
    write(
        "experiments/other/stage.tsv",
        "begun\t%s\ttrain\nformer\t%s\ttrain\n".formatted("2".repeat(32), training.key));
    age();
    assertThat(found()).as("the newest stays for a month").isEmpty();
    remove("other/stage");
    assertThat(training.left()).containsExactly("attempts/000002");
  }

  @Test
  void find_formerTrainingOfAForgottenStageAndOfAnother_staysForAMonth() throws Exception {
    attempt("step-1");
    for (String stage : List.of("other/stage", "more/stage")) {
      write(
          "experiments/" + stage + ".tsv",
          "begun\t%s\ttrain\nformer\t%s\ttrain\n".formatted("2".repeat(32), training.key));
    }
    age();
    assertThat(found("other/stage")).containsExactly("RECORD experiments/other/stage.tsv");
    assertThat(found("other/stage", "more")).contains(garbageLine());
  }
}
