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

/** What a user is told whose file is no experiment. */
class ExperimentErrorsTest {
  private final Path file;
  private final WrongExperiment wrong;

  ExperimentErrorsTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
    this.wrong = new WrongExperiment(file);
  }

  private String error(String yaml, String... settings) {
    return wrong.error(yaml, settings);
  }

  @Test
  void read_noSuchFile_saysWhatAnExperimentIs() {
    assertThatThrownBy(() -> Experiment.read(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ": no such file; an experiment is a YAML file, see data-samples/");
  }

  @Test
  void read_noUtf8_saysSo() throws IOException {
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> Experiment.read(file, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessage(file + ":1: is not UTF-8; save the file as UTF-8");
  }

  @Test
  void read_emptyFile_isNoMapping() {
    assertThat(error(""))
        .isEqualTo("e.yaml:1: the experiment is empty, but must be a mapping of keys to values");
  }

  @Test
  void read_badYaml_namesTheLine() {
    assertThat(error("experiment: e\nstages: {a: [b\n")).startsWith("e.yaml:3: ");
    assertThat(error("experiment: e\n\tstages: x\n")).startsWith("e.yaml:2: ");
  }

  @Test
  void read_aliasOfItself_isNoExperiment() {
    assertThat(error(HEAD + "  a: &a {import: *a}\n")).startsWith("e.yaml:4: ");
  }

  @Test
  void read_unknownTopKey_listsTheKnown() {
    assertThat(error("experiment: e\nworkspace: w\nsed: 3\nstages:\n" + RAW))
        .isEqualTo(
            "e.yaml:3: unknown key in the experiment 'sed' (did you mean seed?); known:"
                + " experiment, workspace,"
                + " compression, compression-level, seed, stages, shell, env, pass-env");
  }

  @Test
  void read_unknownKeyWithAMapping_namesTheLineOfTheKey() {
    assertThat(error("experiment: e\nworkspace: w\nstage:\n\n  raw:\n    import: a\n"))
        .startsWith(
            "e.yaml:3: unknown key in the experiment 'stage' (did you mean stages?);" + " known: ");
  }

  @Test
  void read_keyTwice_namesTheSecond() {
    assertThat(error("experiment: e\nseed: 1\nseed: 2\n"))
        .isEqualTo("e.yaml:3: 'seed' is set twice; remove one of the two");
    assertThat(error(HEAD + RAW + RAW))
        .isEqualTo("e.yaml:5: 'raw' is set twice; remove one of the two");
  }

  @Test
  void read_noStages_saysSo() {
    assertThat(error("experiment: e\nworkspace: w\nstages: {}\n"))
        .isEqualTo("e.yaml:3: stages is empty; add at least one stage");
    assertThat(error("experiment: e\nworkspace: w\nstages:\n"))
        .isEqualTo("e.yaml:3: stages is empty, but must be a mapping of keys to values");
  }

  @Test
  void read_badNames_sayWhatANameIs() {
    assertThat(error(HEAD + "  a.b: {import: raw.tsv, columns: [en]}\n"))
        .isEqualTo(
            "e.yaml:4: 'a.b' cannot be the name of a stage; use only letters, digits, '_' and '-'");
    assertThat(error("experiment: a/b\nworkspace: w\nstages:\n" + RAW))
        .isEqualTo(
            "e.yaml:1: 'a/b' cannot be the name of an experiment; use only letters, digits, '_'"
                + " and '-'");
    assertThat(error(HEAD + "  raw: {import: raw.tsv, columns: [en, 'd e']}\n"))
        .isEqualTo("e.yaml:4: 'd e' is not a valid column name; use letters, digits, '_' and '-'");
    assertThat(error(HEAD + "  raw: {import: raw.tsv, columns: [en, en]}\n"))
        .isEqualTo("e.yaml:4: column 'en' is named twice; name it once");
  }

  @Test
  void read_stageNamedAsAReservedPlaceholder_listsThose() {
    for (String name : List.of("input", "out", "checkpoints", "seed", "shoestring")) {
      assertThat(error(HEAD + RAW + "  " + name + ":\n    preprocess: raw\n    steps: empty\n"))
          .isEqualTo(
              "e.yaml:5: '"
                  + name
                  + "' cannot be the name of a stage, because {"
                  + name
                  + "} has another meaning in commands; these names are reserved: input, out,"
                  + " checkpoints, seed, shoestring");
    }
  }

  @Test
  void read_kindOfYaml_saysWhatWasExpected() {
    assertThat(error(HEAD + "  raw: [import]\n"))
        .isEqualTo("e.yaml:4: stage raw is a list, but must be a mapping of keys to values");
    assertThat(error(HEAD + "  raw: {import: {a: b}, columns: [en]}\n"))
        .isEqualTo("e.yaml:4: import is a mapping, but must be a text");
    assertThat(error(HEAD + "  raw: {import: , columns: [en]}\n"))
        .isEqualTo("e.yaml:4: import is empty, but must be a text");
  }
}
