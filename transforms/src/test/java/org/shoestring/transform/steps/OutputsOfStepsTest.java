package org.shoestring.transform.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.BadDataException;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.step.KnownWords;
import org.shoestring.step.OutputParameter;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.Workbench;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** Steps that read outputs of other stages, at locations. */
class OutputsOfStepsTest {
  private static final Columns WORD = Columns.of("word");

  private final Path folder;
  private final Workbench bench;

  OutputsOfStepsTest(@TempDir Path folder) {
    this.folder = folder;
    this.bench = new Workbench(folder);
  }

  private Table words(String name, String... words) throws IOException {
    List<List<String>> shards = new ArrayList<>();
    for (String word : words) {
      shards.add(List.of(word));
    }
    return bench.table(name, WORD, shards);
  }

  private List<String> kept(Table input, String... steps) throws IOException {
    bench.runSteps("out", input, "groupByKey", 2, steps);
    return bench.lines("out", TableName.MAIN);
  }

  @Test
  void table_manyShardsAndThreads_isReadOnce() throws IOException {
    List<List<String>> shards = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      shards.add(List.of("a b", "a c" + i, "b"));
    }
    Table input = bench.table("input", Columns.of("en"), shards);
    String vocabulary = words("words", "a", "b").folder();
    int before = KnownWords.READ.get();

    assertThat(kept(input, "lowercase", "known-words:" + vocabulary))
        .hasSize(80)
        .containsOnly("a b", "b");
    assertThat(bench.lines("out", TableName.REJECTED)).contains("unknown_word\t\t39\t2\ta c39");
    assertThat(KnownWords.READ.get() - before).isEqualTo(1);
  }

  @Test
  void tableAndFiles_ofOtherOutputs_areBothRead() throws IOException {
    Table input = bench.table("input", Columns.of("en"), List.of(List.of("a x", "a y", "z")));
    Table words = words("words", "a");
    String files = bench.tables().files("lists", Map.of("x.txt", "x\n", "sub/y.txt", "y\n"));

    assertThat(kept(input, "known-words:vocabulary=" + words.folder() + ",lists=" + files))
        .containsExactly("a x", "a y");
    assertThat(folder.resolve("work/_outputs")).isDirectory();
  }

  @Test
  void table_columnChosen_isThatOne() throws IOException {
    Table input = bench.table("input", Columns.of("en"), List.of(List.of("a", "b")));
    Table pairs = bench.table("pairs", Columns.of("en", "de"), List.of(List.of("a\tb")));

    assertThat(kept(input, "known-words:" + pairs.folder() + ":de")).containsExactly("b");
    assertThatThrownBy(() -> kept(input, "known-words:" + pairs.folder()))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'known-words': the vocabulary has the columns en, de; choose one of them");
  }

  @Test
  void barrier_withAnOutput_readsItInBothTurns() throws IOException {
    Table input =
        bench.table("input", Columns.of("en"), List.of(List.of("a", "b"), List.of("a", "c", "b")));
    String known = words("known", "a", "b").folder();

    assertThat(
            kept(
                input,
                "known-words:" + words("all", "a", "b", "c").folder(),
                "beside-unknown:" + known))
        .containsExactly("a", "b", "c");
    assertThat(bench.lines("out", TableName.REJECTED))
        .containsExactly("beside_unknown\t\t1\t1\ta", "beside_unknown\t\t1\t3\tb");
  }

  @Test
  void canonical_sameContentElsewhere_isTheSame() throws IOException {
    Table one = words("one", "a", "b");
    Table same = words("same", "a", "b");
    Table other = words("other", "a", "c");

    assertThat(canonical(one.folder()))
        .isEqualTo("known-words@1:vocabulary=" + one.digest() + ",lists=,columns=")
        .isEqualTo(canonical(same.folder()))
        .isEqualTo(canonical(same.folder() + ":word"))
        .isNotEqualTo(canonical(other.folder()));
    Table pairs = bench.table("pairs", Columns.of("en", "de"), List.of(List.of("a\tb")));
    assertThat(canonical(pairs.folder() + ":de")).contains("=" + pairs.digest() + ":de,");
  }

  private static String canonical(String vocabulary) throws IOException {
    StepList steps = steps("known-words:" + vocabulary);
    return ApplySteps.planned(steps.in(Stores.withoutOptions()), Columns.of("en"))
        .canonical()
        .get(0);
  }

  private static StepList steps(String... steps) {
    return StepList.of(Workbench.specs(steps));
  }

  @Test
  void planned_outputThatDoesNotExist_bindsTheChain() {
    List<Spec> specs = Workbench.specs("known-words:nowhere", "select:en");

    assertThat(ApplySteps.planned(specs, Columns.of("en", "de")).output())
        .isEqualTo(Columns.of("en"));
  }

  @Test
  void planned_columnsKnown_areChecked() {
    StepList steps = steps("known-words:pairs");
    OutputParameter parameter = steps.outputs().get(0);
    StepList planned = steps.planned(parameter, Columns.of("en", "de"));

    assertThatThrownBy(() -> ApplySteps.planned(planned, Columns.of("en")))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("the vocabulary has the columns en, de; choose one of them");
  }

  @Test
  void toRows_table_isReadWhereTheRowsAre() throws IOException {
    String vocabulary = words("words", "a").folder();
    StepsOverRows steps = ApplySteps.toRows(Columns.of("en"), "known-words:" + vocabulary);

    Workbench.run(
        2,
        pipeline -> {
          var result =
              pipeline
                  .apply("Rows", Create.of(TsvRow.of("a"), TsvRow.of("b")))
                  .apply("Steps", steps);
          PAssert.that(result.get(StepsOverRows.KEPT)).containsInAnyOrder(TsvRow.of("a"));
        });
  }

  @Test
  void at_otherForm_saysWhatIsNeeded() throws IOException {
    Table table = words("words", "a");
    String files = bench.tables().files("lists", Map.of("x.txt", "x\n"));

    assertRefused(
        "known-words:" + files,
        "vocabulary: "
            + files
            + " is files, but a table is needed; name the output of a stage that makes lines");
    assertRefused(
        "known-words:vocabulary=" + table.folder() + ",lists=" + table.folder(),
        "lists: "
            + table.folder()
            + " is a table, but files are needed; name the output of a train stage");
    assertRefused(
        "known-words:vocabulary=" + table.folder() + ",lists=" + files + ":x",
        "lists: files have no columns; write only " + files);
  }

  @Test
  void at_nothingThere_saysWhatToGive() throws IOException {
    Table table = words("words", "a");
    String none = folder + "/nothing";

    assertRefused(
        "known-words:" + none,
        "vocabulary: "
            + none
            + ": there is no finished output, because there is no _manifest.tsv, which is written"
            + " last; give the FOLDER of one or FOLDER/TABLE");
    assertRefused(
        "known-words:" + table.folder() + "/dev",
        "test: step 'known-words': vocabulary: "
            + table.folder()
            + ": unknown table 'dev'; known: main");
    assertRefused(
        "known-words:" + table.folder() + ":wrod",
        "vocabulary: unknown column 'wrod' (did you mean word?); known: word");
    assertRefused(
        "known-words:" + table.folder() + ":word+word",
        "vocabulary: column 'word' is named twice; name it once");
  }

  private static void assertRefused(String step, String message) {
    assertThatThrownBy(() -> steps(step).in(Stores.withoutOptions()))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void run_damagedOutput_isBadDataThatNamesItsShard() throws IOException {
    Table input = bench.table("input", Columns.of("en"), List.of(List.of("a")));
    Table words = words("words", "a", "b");
    Shard shard = words.shards().get(1);
    Path file = Path.of(words.folder(), shard.object());
    Files.delete(file);

    assertThatThrownBy(() -> kept(input, "known-words:" + words.folder()))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(
            "step 'known-words': vocabulary: " + file + ": the shard is missing; ");
  }

  @Test
  void run_outputReplacedAfterPlanning_isBadData() throws IOException {
    Table words = words("words", "a", "replaced");
    StepList steps = steps("known-words:" + words.folder()).in(Stores.withoutOptions());
    FolderWalk.remove(Path.of(words.folder()));
    Table other = words("words", "b");
    Columns en = Columns.of("en");

    assertThatThrownBy(() -> Barriers.in(steps, en).chain(0, List.of()).apply(TsvRow.of("a")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "step 'known-words': vocabulary: "
                + words.folder()
                + ": its content changed after the stage began: the digest of its table main was "
                + words.digest()
                + " and is "
                + other.digest()
                + ". Run again");
  }
}
