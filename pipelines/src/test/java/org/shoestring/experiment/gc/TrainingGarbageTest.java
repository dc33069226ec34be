package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.gc.UnusedObjects.Kind;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.object.StoredObject;

/** Which checkpoints and learning curves are garbage, and which are not. */
@Timeout(60)
class TrainingGarbageTest extends TrainingGarbageFixture {
  TrainingGarbageTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @Test
  void remove_checkpointsOfAFinishedTraining_areGoneButForTheLastNumber() throws Exception {
    attempt("step-1", "step-2");
    training.finish();
    record(training.output);
    assertThat(found()).as("young").isEmpty();
    age();

    List<UnusedObjects> garbage = garbage();
    assertThat(found()).containsExactly(garbageLine());
    assertThat(remove()).isEqualTo(garbage);
    assertThat(garbage.get(0).objects()).isEqualTo(7);
    assertThat(training.left()).containsExactly("attempts/000002");
    Path left = store.file(training.checkpoints).orElseThrow();
    assertThat(FolderWalk.entries(left))
        .as("no empty folders")
        .containsOnly(left.resolve("attempts"));
    assertThat(found()).isEmpty();
    assertThat(outputs()).contains(training.output);
  }

  @Test
  void remove_finishedTrainingWhoseStageKeepsSome_keepsThemWhileItIsRecorded() throws Exception {
    training.attempt(StoredTraining.KEEPING, "step-1", "step-2");
    training.finish();
    record(training.output);
    age();
    assertThat(found()).isEmpty();

    store.delete("experiments/other/stage.tsv");
    assertThat(found()).containsExactly(garbageLine(), "OUTPUT outputs/" + training.output);
  }

  @Test
  void find_unfinishedTrainingThatIsRecorded_keepsAll() throws Exception {
    attempt("step-1", "step-2");
    record(training.output);
    age(MONTH);
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_unfinishedAndNotRecorded_keepsTheNewestForAMonth() throws Exception {
    attempt("step-1", "step-2");
    attempt("step-3");
    assertThat(found()).as("young").isEmpty();
    age();

    List<UnusedObjects> garbage = garbage();
    GarbageCollector collector = collector();
    collector.remove(removed -> assertThat(removed).isEqualTo(garbage.get(0)));
    assertThat(garbage).hasSize(1);
    assertThat(collector.unfinishedTrainings())
        .isEqualTo(new KeptTrainings(1, collector.unfinishedTrainings().bytes()));
    assertThat(training.left())
        .containsExactly(
            "000001/_ended.tsv",
            "000001/_restored.tsv",
            "000002/000001.tsv",
            "000002/_ended.tsv",
            "000002/_files/HASH/step-3",
            "000002/_restored.tsv",
            "attempts/000001",
            "attempts/000002",
            "attempts/000003");
    assertThat(found()).isEmpty();

    age(MONTH);
    assertThat(remove()).extracting(UnusedObjects::name).containsExactly(training.checkpoints);
    assertThat(training.left()).containsExactly("attempts/000004");
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_newestThatIsNotWhole_keepsTheOneBefore() throws Exception {
    attempt("step-1", "step-2", "step-3");
    store.delete(object("step-3"));
    age();

    remove();
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/000003.tsv");
  }

  @Test
  void remove_newestThatWasMeasuredAsBadLater_keepsTheOneBefore() throws Exception {
    attempt("step-1", "step-2", "step-3");
    write(training.curve + "/000001/000001.tsv", "1\t3\tloss\tnan\t1795770000.000\n");
    age();

    remove();
    assertThat(training.left())
        .contains("000001/000002.tsv", "000001/_files/HASH/step-2")
        .doesNotContain("000001/000001.tsv", "000001/000003.tsv");
  }

  @Test
  void find_damagedCurve_keepsAllCheckpoints() throws Exception {
    attempt("step-1", "step-2", "step-3");
    write(training.curve + "/000001/000001.tsv", "odd\n");
    age();
    assertThat(found()).isEmpty();
    age(MONTH);
    assertThat(found()).contains(garbageLine());
  }

  @Test
  void remove_noCheckpointIsWhole_keepsAllForAMonth() throws Exception {
    attempt("step-1", "step-2");
    store.delete(object("step-1"));
    store.delete(object("step-2"));
    age();
    assertThat(found()).isEmpty();
  }

  @Test
  void remove_forgotten_allOfTheTraining() throws Exception {
    attempt("step-1");
    write(training.curve + "/000001/000001.tsv", "x");
    record(training.output);
    age();
    assertThat(found("other/stage"))
        .containsExactly(
            "RECORD experiments/other/stage.tsv", garbageLine(), "CURVE " + training.curve);
    assertThat(found()).isEmpty();

    remove("other/stage");
    assertThat(training.left()).containsExactly("attempts/000002");
    assertThat(store.list("_curves/")).isEmpty();
    assertThat(store.file("_curves/x").orElseThrow().getParent()).isEmptyDirectory();
  }

  @Test
  void remove_whatOthersWrote_isNeverTouched() throws Exception {
    attempt("step-1");
    write(training.curve + "/000001/000001.tsv", "x");
    write(training.curve + "/000001/_newest.tsv", "x");
    List<String> foreign =
        List.of(
            "_checkpoints/mine/000001-9f2c01d4/000001.tsv",
            "_checkpoints/notes.txt",
            training.checkpoints + "/notes.txt",
            training.checkpoints + "/attempts/1",
            training.folder(1) + "/notes.tsv",
            training.folder(1) + "/_files/x",
            "_curves/mine/000001/000001.tsv",
            training.curve + "/000001/notes.tsv",
            training.curve + "/notes.txt");
    for (String name : foreign) {
      write(name, "x");
    }
    age(MONTH);

    assertThat(remove())
        .extracting(UnusedObjects::kind)
        .containsExactly(Kind.CHECKPOINTS, Kind.CURVE);
    assertThat(names().stream().filter(name -> name.startsWith("_c")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(foreign.stream(), Stream.of(training.checkpoints + "/attempts/000002"))
                .toList());
    assertThat(found()).isEmpty();
  }

  @Test
  void find_curve_staysAsLongAsOutputOrCheckpointsOrTheRecord() throws Exception {
    String line = "CURVE " + training.curve;
    attempt("step-1");
    age(MONTH);
    write(training.curve + "/000001/000001.tsv", "x");
    assertThat(found()).as("young").containsExactly(garbageLine());
    age(MONTH);
    attempt("step-2");
    assertThat(found()).as("checkpoints").isEmpty();
    age(MONTH);
    assertThat(found()).containsExactly(garbageLine(), line);
    record(training.output);
    assertThat(found()).as("record").isEmpty();
    store.delete("experiments/other/stage.tsv");
    training.finish();
    assertThat(found()).as("output").containsExactly(garbageLine());
  }

  /** The object of the file of a checkpoint of the first attempt. */
  private String object(String name) throws IOException {
    return store.list(training.folder(1) + "/_files/").stream()
        .map(StoredObject::name)
        .filter(object -> object.endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }
}
