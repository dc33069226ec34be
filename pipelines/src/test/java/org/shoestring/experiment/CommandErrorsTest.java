package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.experiment.WrongExperiment.HEAD;
import static org.shoestring.experiment.WrongExperiment.RAW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told of the settings of commands. */
class CommandErrorsTest {
  private final Path file;
  private final WrongExperiment wrong;

  CommandErrorsTest(@TempDir Path folder) {
    this.file = folder.resolve("e.yaml");
    this.wrong = new WrongExperiment(file);
  }

  private String error(String yaml, String... settings) {
    return wrong.error(yaml, settings);
  }

  @Test
  void read_trainingWithoutOut_saysWhatItIs() {
    for (String command : List.of("x {input}", "x {{out}")) {
      assertThat(error(HEAD + RAW + "  c: {train: raw, command: '" + command + "'}\n"))
          .isEqualTo("e.yaml:5: the command does not use {out}, the folder for its output");
    }
  }

  @Test
  void read_env_mustBeVariablesWithoutSecrets() {
    String stage = HEAD + RAW + "  c: {pipe: raw, command: c, columns: [a], env: {";
    assertThat(error(stage + "A-B: 1}}\n"))
        .isEqualTo(
            "e.yaml:5: env: 'A-B' is not a variable name; use letters, digits and '_', and no"
                + " digit first");
    assertThat(error(stage + "A: [1]}}\n"))
        .isEqualTo("e.yaml:5: env: A is a list, but must be a text");
    assertThat(error(stage + "SHOESTRING_OUT: x}}\n"))
        .isEqualTo(
            "e.yaml:5: env: SHOESTRING_OUT: names that begin with SHOESTRING_ are reserved; use another"
                + " name");
    assertThat(error("env: {WANDB_API_KEY: very-secret}\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: env: WANDB_API_KEY looks like a credential, but env is stored with every"
                + " output. Remove it here, export it in your shell, and write pass-env:"
                + " [WANDB_API_KEY]");
  }

  @Test
  void read_envWithACredentialAsValue_isRefusedWithoutRepeatingIt() {
    for (String value : List.of("hf_" + "aB3".repeat(11), "postgres://me:pw@db/x")) {
      assertThat(error("env: {MODEL: '" + value + "'}\n" + HEAD + RAW))
          .startsWith("e.yaml:1: env: MODEL looks like a credential")
          .doesNotContain(value);
    }
  }

  @Test
  void read_envOfTheLocale_isRefusedWhereItHasNoEffect() throws IOException {
    assertThat(error("env: {LANG: de_DE.UTF-8}\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: env: LANG has no effect, because LC_ALL=C.UTF-8 is set for every command"
                + " and comes first; set LC_ALL instead, or add LC_ALL: '' to let LANG decide");
    for (String name : List.of("LC_COLLATE", "LANGUAGE")) {
      assertThat(error("env: {" + name + ": ''}\n" + HEAD + RAW))
          .startsWith("e.yaml:1: env: " + name + " has no effect, because LC_ALL=C.UTF-8 is set");
    }
    assertThat(error("env: {LC_ALL: de, LC_TIME: C}\n" + HEAD + RAW))
        .startsWith("e.yaml:1: env: LC_TIME has no effect, because LC_ALL=de is set");
    for (String env : List.of("LC_ALL: '', LANG: de", "LC_ALL: de", "TZ: CET, LCMS: 1")) {
      Files.writeString(file, "env: {" + env + "}\n" + HEAD + RAW);
      assertThat(Experiment.read(file, List.of()).stages()).containsOnlyKeys("raw");
    }
  }

  @Test
  void read_passEnv_mustBeNamesThatAreNotSet() {
    assertThat(error("pass-env: ['$KEY']\n" + HEAD + RAW))
        .isEqualTo(
            "e.yaml:1: pass-env: '$KEY' is not a variable name; use letters, digits and '_', and no"
                + " digit first");
    for (String yaml : List.of("pass-env: TZ\n", "env: {TZ: CET}\npass-env: [TZ]\n")) {
      assertThat(error(yaml + HEAD + RAW))
          .endsWith(
              ": pass-env: TZ has a fixed value for every command; to change it, write env: {TZ:"
                  + " VALUE}");
    }
  }

  @Test
  void read_shell_mustEndWithAnOption() {
    for (String shell : List.of("bash", "bash -c x")) {
      assertThat(error(HEAD + RAW + "shell: " + shell + "\n"))
          .isEqualTo(
              "e.yaml:5: shell is '"
                  + shell
                  + "', but must end with the option that takes a command, for example: bash -o"
                  + " pipefail -c");
    }
  }

  @Test
  void read_variableThatIsNotSet_listsThoseThatAre() {
    assertThat(error(HEAD + RAW + "  c: {train: raw, command: 'x {out} $SHOESTRING_MODEL'}\n"))
        .isEqualTo(
            "e.yaml:5: unknown variable 'SHOESTRING_MODEL'; known: SHOESTRING_INPUT,"
                + " SHOESTRING_OUT, SHOESTRING_CHECKPOINTS, SHOESTRING_SEED; the variable of"
                + " another stage is set if the command also has {STAGE}");
    String two = "  a-b: {train: raw, command: '{out}'}\n  a_b: {train: raw, command: '{out}'}\n";
    assertThat(error(HEAD + RAW + two + "  c: {train: raw, command: '{a-b} {a_b} {out}'}\n"))
        .isEqualTo(
            "e.yaml:7: {a-b} and {a_b} would both be the variable SHOESTRING_A_B; rename one of"
                + " the stages");
  }
}
