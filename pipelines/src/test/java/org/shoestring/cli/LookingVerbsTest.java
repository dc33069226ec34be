package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that look at an experiment and at its outputs. */
class LookingVerbsTest extends ExperimentVerbs {

  LookingVerbsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void path_finishedStage_isItsFolder() {
    assertThat(output("clean")).startsWith(path("w/outputs/preprocess-"));
    assertThat(Path.of(output("clean"), "_manifest.tsv")).exists();
  }

  @Test
  void path_unfinishedStage_saysHowToMakeIt() {
    assertThat(verb("path", "e.yaml", "late").error(2, folder))
        .isEqualTo(
            "e.yaml: late has no output yet (it was never finished); make it with: shoestring run e.yaml late");
  }

  @Test
  void path_unknownStage_listsTheKnown() {
    assertThat(verb("path", "e.yaml", "bleau").error(2, folder))
        .isEqualTo(
            "experiment e: unknown stage 'bleau' (did you mean bleu?); known: raw, clean, model,"
                + " hyp, bleu, late");
  }

  @Test
  void stageOfAnExperiment_otherValues_isTheirOutput() {
    String[] set = {"--set", "workspace=other"};
    String clean = path("e.yaml:clean");
    for (String[] verb :
        List.of(
            new String[] {"head", clean},
            new String[] {"cat", clean},
            new String[] {"wc", clean},
            new String[] {"ls", clean},
            new String[] {"export", clean, "-", "--format", "jsonl"},
            new String[] {"where", clean, "1"},
            new String[] {"shards", "verify", clean},
            new String[] {"score", clean + ":de", clean + ":de"},
            new String[] {"cp", clean, path("copied")})) {
      assertThat(Ran.by(concat(verb, set)).error(2, folder))
          .startsWith("e.yaml: clean has no output yet (")
          .endsWith("); make it with: shoestring run e.yaml clean --set workspace=other");
    }
    verb("run", "e.yaml", "clean", "--set", "workspace=other").good();
    assertThat(Ran.by(concat(new String[] {"head", "-n", "1", clean}, set)).good().out())
        .isEqualTo(Ran.by("head", "-n", "1", clean).good().out());
    assertThat(Ran.by("gc", "-n", path("e.yaml"), "--set", "workspace=third").error(2, folder))
        .endsWith("third: there is no workspace here; 'run' makes one");
  }

  private static String[] concat(String[] words, String[] more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void looking_newWorkspace_writesNothing() {
    String[] there = {"--set", "workspace=nowhere"};
    assertThat(verb("run", "e.yaml", "-n", "--set", "workspace=nowhere").good().out())
        .contains("raw    RUN because ");
    verb("status", "e.yaml", there).good();
    assertThat(verb("explain", "e.yaml", "raw", "--set", "workspace=nowhere").good().out())
        .isNotEmpty();
    verb("path", "e.yaml", "raw", "--set", "workspace=nowhere").error(2, folder);

    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void explain_changedStage_showsThenAndNow() {
    String out = verb("explain", "e.yaml", "bleu", "--set", "stages.bleu.metric=chrf").good().out();
    assertThat(out.lines().toList().get(0)).isEqualTo("bleu  RUN because metric changed");
    assertThat(out).contains("\nkey\t").contains("\n  metric\tchrf").contains("\nbefore: key\t");
    assertThat(out).contains("\n- metric\tbleu");
    assertThat(verb("explain", "e.yaml", "hyp").good().out())
        .startsWith("hyp  CACHED")
        .contains("\n  command\tcat; : {0}\n");
  }

  @Test
  void explain_waitingStage_saysForWhat() {
    assertThat(
            verb(
                    "explain",
                    "e.yaml",
                    "hyp",
                    "--set",
                    "seed=2",
                    "--set",
                    "stages.clean.steps=identical")
                .good()
                .out())
        .isEqualTo("hyp  AFTER clean, model\n");
  }

  @Test
  void ls_tablesAndFiles_areListed() {
    assertThat(verb("ls", "e.yaml:raw").good().out())
        .startsWith("main\t5 lines\ten, de\n  part-00000-00000-")
        .contains("_rejected\t1 lines\t");
    assertThat(Ran.by("ls", output("model")).good().out()).startsWith("m\t6 B\t_files/");
  }

  @Test
  void ls_tableOrNothing_saysWhatIsListed() {
    assertThat(verb("ls", "e.yaml:raw._rejected").error(2, folder))
        .isEqualTo("e.yaml:raw._rejected: ls takes a whole stage, without a table or columns: raw");
    assertThat(verb("ls", "none").error(2, folder))
        .isEqualTo(
            "none: there is nothing here; expected FILE.yaml:STAGE, or the folder of an output");
    assertThat(verb("ls", "t.txt").error(2, folder))
        .isEqualTo("t.txt: this is a file; expected FILE.yaml:STAGE, or the folder of an output");
    assertThat(verb("ls", "w/outputs").error(2, folder))
        .isEqualTo(
            "w/outputs: there is no finished table here, because there is no _manifest.tsv,"
                + " which is written last");
    assertThat(Ran.by("shards", "verify", path("t.txt")).error(2, folder))
        .isEqualTo("t.txt: this is a file; expected FILE.yaml:STAGE, or the folder of an output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "head", "cat", "wc"})
  void anyVerb_wholeExperimentOrWorkspace_saysWhatToName(String verb) {
    assertThat(verb(verb, "e.yaml").error(2, folder))
        .isEqualTo(
            "e.yaml: this is an experiment; choose a stage: e.yaml:raw, e.yaml:clean, e.yaml:model,"
                + " e.yaml:hyp, e.yaml:bleu, e.yaml:late");
    assertThat(verb(verb, "w").error(2, folder))
        .isEqualTo(
            "w: this is a workspace; choose one of its outputs, w/outputs/TYPE-KEY, or a stage"
                + " of an experiment, FILE.yaml:STAGE");
  }

  @Test
  void head_yamlThatIsNoExperiment_isAText() throws IOException {
    Files.writeString(folder.resolve("other.yaml"), "a: 1\n");
    assertThat(verb("wc", "other.yaml").good().out()).startsWith("1\t5\t");
  }

  @Test
  void gc_outputsThatAreKeptForTheirAge_areTold() {
    String[] forget = {"-n", "--forget", "e"};
    assertThat(verb("gc", "w", forget).good().err())
        .matches(
            "shoestring: would remove [0-9]+ objects, [^\n]*\nshoestring: kept [0-9]+ unused"
                + " outputs, because they were written in the last 1d; to remove them too, add"
                + " --grace 0s\n");
    String[] all = {"-n", "--forget", "e", "--grace", "0s"};
    assertThat(verb("gc", "w", all).good().err().lines()).hasSize(1);
  }
}
