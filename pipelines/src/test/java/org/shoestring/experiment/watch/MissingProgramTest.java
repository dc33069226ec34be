package org.shoestring.experiment.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.spec.UsageException;

class MissingProgramTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("there.py"), "");
    Files.writeString(folder.resolve("bin/there"), "");
  }

  private Optional<String> of(String command) {
    return MissingProgram.of(ShellText.read(command), folder)
        .map(missing -> folder.relativize(missing.file()).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "python3 train.py --data {input} | train.py",
        "python3 -u src/train.py {out} | src/train.py",
        "python3.11 ./train.py | train.py",
        "bash run.sh && echo | run.sh",
        "python3 train.py; true | train.py",
        "./train --out {out} | train",
        "bin/train {input} | bin/train",
        "python3 'my train.py' | my train.py",
        "X=1 python3 train.py | train.py",
        "set -e; X=1; cd bin && python3 train.py | bin/train.py",
        "nohup env X=1 python3 train.py >log & | train.py",
      })
  void of_fileThatIsNotThere_isNamed(String command, String file) {
    assertThat(of(command)).contains(file);
  }

  @Test
  void of_programThatWritesToAnother_isNamed() {
    assertThat(of("python3 no.py 2>&1 | tee log")).contains("no.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 there.py x",
        "python3 -u ./there.py",
        "bin/there {input}",
        "./bin/there",
        "python3 -m train",
        "python3 -c 'import x.py'",
        "python3 {model}/train.py",
        "python3 $HOME/train.py",
        "python3 $X train.py",
        "(cd bin; python3 train.py)",
        "cd $X && python3 train.py",
        "cd bin && ./there",
        "python3 *.py",
        "python3 -W ignore train.py",
        "cp x.py train.py; python3 train.py",
        "cd src && python3 train.py",
        "/opt/x/train",
        "../train",
        "{model}/run x",
        "cat a/b",
        "if test -f a.py; then python3 a.py; fi",
        "sh -c 'x.sh'",
        "a/$x/b c",
        "bin/tra*",
        "PATH=a/b x",
      })
  void of_fileThatIsThereOrNotCertain_isNothing(String command) {
    assertThat(of(command)).isEmpty();
  }

  @Test
  void checkFiles_programOrFilesMissing_namesFileAndLine() throws IOException {
    String head =
        "experiment: e\nworkspace: w\nstages:\n  raw: {import: r, columns: [a]}\n  m:\n    train: raw\n";
    assertThatThrownBy(() -> check(head + "    command: python3 no.py {out}\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder.resolve("e.yaml")
                + ":7: the command runs 'no.py', but there is no file "
                + folder.resolve("no.py"));
    assertThatThrownBy(
            () ->
                check(
                    head + "    command: python3 there.py {out}\n    files: [there.py, no.txt]\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            folder.resolve("e.yaml")
                + ":7: files names 'no.txt', but there is no file "
                + folder.resolve("no.txt"));
    check(head + "    command: python3 there.py {out}\n    files: ['*.none', bin]\n");
  }

  private void check(String yaml) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, yaml);
    Experiment experiment = Experiment.read(file, List.of());
    experiment.stages().values().forEach(stage -> stage.checkFiles(experiment.folder()));
  }
}
