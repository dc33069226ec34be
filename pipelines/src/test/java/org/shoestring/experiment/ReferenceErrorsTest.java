package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.experiment.WrongExperiment.HEAD;
import static org.shoestring.experiment.WrongExperiment.RAW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

/** What a user is told who names a stage, a table or a placeholder that is not there. */
class ReferenceErrorsTest {
  private final Path file;
  private final WrongExperiment wrong;

  ReferenceErrorsTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
    this.wrong = new WrongExperiment(file);
  }

  private String error(String yaml, String... settings) {
    return wrong.error(yaml, settings);
  }

  @Test
  void read_unknownStage_listsTheKnownAtTheReference() {
    assertThat(error(HEAD + RAW + "  c:\n    steps: empty\n    preprocess: row\n"))
        .isEqualTo("e.yaml:7: unknown stage 'row' (did you mean raw?); known: raw, c");
    assertThat(
            error(
                HEAD
                    + RAW
                    + "  c:\n    score: raw\n    against:\n    - 'rew:en'\n    metric: bleu\n"))
        .isEqualTo("e.yaml:8: unknown stage 'rew' (did you mean raw?); known: raw, c");
  }

  @Test
  void read_badReference_saysHowOneIsWritten() {
    for (String reference : List.of("raw.", ".main", "'raw:'", "'raw:en,'")) {
      assertThat(error(HEAD + RAW + "  c: {pipe: " + reference + ", command: c, columns: [a]}\n"))
          .startsWith("e.yaml:5: '")
          .endsWith("' is not an input; write STAGE, STAGE.TABLE or STAGE:COLUMN");
    }
  }

  @Test
  void read_columnsWhereWholeTablesGo_saysTheCure() {
    assertThat(error(HEAD + RAW + "  c: {preprocess: 'raw:en', steps: empty}\n"))
        .isEqualTo(
            "e.yaml:5: preprocess works on whole tables; to choose columns, add a preprocess stage with"
                + " the step select: en");
    assertThat(error(HEAD + RAW + "  c: {train: 'raw:en,de', command: 'x {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: train works on whole tables; to choose columns, add a preprocess stage with the"
                + " step select: en+de");
  }

  @Test
  void read_cycle_showsThePath() {
    assertThat(
            error(
                HEAD
                    + "  a: {preprocess: c, steps: empty}\n"
                    + "  b: {preprocess: a, steps: empty}\n"
                    + "  c: {preprocess: b, steps: empty}\n"))
        .isEqualTo(
            "e.yaml:4: stages need each other in a circle: a -> c -> b -> a; change the input of one of"
                + " them");
    assertThat(error(HEAD + "  a: {preprocess: a, steps: empty}\n"))
        .isEqualTo(
            "e.yaml:4: stages need each other in a circle: a -> a; change the input of one of them");
  }

  @Test
  void read_unknownPlaceholder_listsTheKnown() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {inptu} {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown placeholder 'inptu' (did you mean input?); known: input, out,"
                + " checkpoints, seed,"
                + " shoestring, raw, c; write {{ for a brace");
    assertThat(error(HEAD + RAW + "  c: {pipe: raw, columns: [a], command: 'x {out}'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown placeholder 'out'; known: seed, shoestring, raw, c; write {{ for a"
                + " brace");
  }

  @Test
  void set_unknownPath_listsTheKnown() {
    assertThat(error(HEAD + RAW, "stages.row.import=x"))
        .isEqualTo("--set stages.row.import=x: unknown key 'row' (did you mean raw?); known: raw");
    assertThat(error(HEAD + RAW, "stage.raw.import=x"))
        .isEqualTo(
            "--set stage.raw.import=x: unknown key 'stage' (did you mean stages?); known:"
                + " experiment, workspace, stages");
    assertThat(error(HEAD + RAW, "stages.raw.imprt=x"))
        .isEqualTo(
            "--set stages.raw.imprt=x: unknown key in an import stage 'imprt' (did you mean"
                + " import?); known: import,"
                + " columns, header, shard-size, max-bad-lines");
    assertThat(error(HEAD + RAW, "stages.raw.import.a=x"))
        .isEqualTo(
            "e.yaml:4: the value above 'a' in --set stages.raw.import.a=x is 'raw.tsv', but must be a"
                + " mapping of keys to values");
  }

  @Test
  void set_withoutValue_saysHowItIsWritten() {
    assertThat(error(HEAD + RAW, "stages"))
        .isEqualTo("--set stages has no value; write --set stages.NAME.KEY=VALUE");
    assertThat(error(HEAD + RAW, "=x"))
        .isEqualTo("--set =x has no value; write --set stages.NAME.KEY=VALUE");
  }

  @Test
  void set_badValue_namesTheOption() {
    assertThat(error(HEAD + RAW, "compression=zstd"))
        .isEqualTo("--set compression=zstd: unknown compression 'zstd'; known: gzip, bzip2");
  }

  @Test
  void needed_unknownStage_listsTheKnown() throws IOException {
    Files.writeString(file, HEAD + RAW);
    Experiment read = Experiment.read(file, List.of());
    assertThatThrownBy(() -> read.needed(List.of("rwa")))
        .isInstanceOf(UsageException.class)
        .hasMessage("experiment e: unknown stage 'rwa' (did you mean raw?); known: raw");
  }
}
