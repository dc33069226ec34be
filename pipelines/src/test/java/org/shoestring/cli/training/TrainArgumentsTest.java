package org.shoestring.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.cli.Ran;

/** What is wrong with the arguments of {@code train} is said before anything is done. */
class TrainArgumentsTest {
  private final Path folder;

  TrainArgumentsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String error(String... words) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(words));
    return Ran.by(all.toArray(new String[0])).error(2, folder);
  }

  /** With a location and a folder. */
  private String errorBeside(String... words) {
    List<String> all = new ArrayList<>(List.of("--checkpoints", folder + "/ck"));
    all.addAll(List.of("--local", folder + "/out"));
    all.addAll(List.of(words));
    return error(all.toArray(new String[0]));
  }

  @Test
  void train_noLocation_isNamed() {
    assertThat(error("--local", "out", "--", "sh", "x.sh"))
        .startsWith("missing option: --checkpoints LOCATION");
    assertThat(error("--checkpoints", "", "--local", "out", "--", "sh", "x.sh"))
        .isEqualTo("--checkpoints LOCATION is empty; is a variable in this command not set?");
  }

  @Test
  void train_noCommand_saysWhereToWriteIt() {
    assertThat(errorBeside()).startsWith("train: there is no command; write it after --, ");
    assertThat(errorBeside("--")).startsWith("train: there is no command; write it after --, ");
    assertThat(errorBeside("--", "")).startsWith("the command of train is empty; ");
  }

  @Test
  void train_commandNotSetOff_saysHow() {
    assertThat(errorBeside("python3", "train.py", "--output", "my out"))
        .isEqualTo("train: write -- before the command: -- python3 train.py --output 'my out'");
    assertThat(errorBeside("python3", "--", "train.py"))
        .isEqualTo("train: write -- before the command: -- python3 -- train.py");
  }

  @Test
  void train_unknownPreset_listsThoseThatAreKnown() {
    assertThat(errorBeside("--preset", "pytorhc", "--", "sh", "x.sh"))
        .contains("'pytorhc'")
        .contains("known: ")
        .contains("pytorch");
  }

  @Test
  void train_wrongKeepOrCurve_isThatOfAStage() {
    assertThat(errorBeside("--keep", "last=0", "--", "sh", "x.sh"))
        .startsWith("--keep: last must be a whole number from 1");
    assertThat(errorBeside("--curve", "loss", "--", "sh", "x.sh")).startsWith("--curve: 'loss'");
  }

  @Test
  void train_noFolderOfCheckpoints_saysHowToNameIt() {
    assertThat(error("--checkpoints", "ck", "--", "sh", "x.sh"))
        .isEqualTo(
            "train does not know where the command saves its checkpoints; name that folder with"
                + " --local DIR, or write {checkpoints} in its place in the command");
  }

  @Test
  void train_folderWithMoreThanCheckpoints_isRefused() throws Exception {
    Path program = Files.createFile(Files.createDirectory(folder.resolve("own")).resolve("t.py"));
    assertThat(error("--checkpoints", "ck", "--local", ".", "--", "sh", "x.sh"))
        .startsWith("--local '.' is the current folder");
    assertThat(error("--checkpoints", "ck", "--local", "/", "--", "sh", "x.sh"))
        .startsWith("--local '/' is the current folder, or has it in it");
    assertThat(error("--checkpoints", "ck", "--local", folder + "/own", "--", "sh", "" + program))
        .startsWith("--local 'own' has the program 'own/t.py' in it");
    assertThat(error("--checkpoints", "ck", "--local", "" + program, "--", "sh", "x.sh"))
        .isEqualTo("--local 'own/t.py' is a file; give a folder");
  }

  @Test
  void train_foldersInEachOther_areRefused() {
    assertThat(
            error("--checkpoints", folder + "/a/ck", "--local", folder + "/a", "--", "sh", "x.sh"))
        .startsWith("--local 'a' and --checkpoints 'a/ck' lie in each other");
    assertThat(error("--checkpoints", folder + "/a", "--local", folder + "/a", "--", "sh", "x.sh"))
        .startsWith("--local 'a' and --checkpoints 'a' lie in each other");
  }

  @Test
  void train_foldersInEachOtherThroughALink_areRefused() throws Exception {
    Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("lnk"), folder.resolve("real"));
    assertThat(
            error(
                "--checkpoints", folder + "/lnk/ck", "--local", folder + "/real", "--", "sh", "x"))
        .startsWith("--local 'real' and --checkpoints 'lnk/ck' lie in each other");
    assertThat(
            error(
                "--checkpoints", folder + "/real", "--local", folder + "/lnk/a/b", "--", "sh", "x"))
        .startsWith("--local 'lnk/a/b' and --checkpoints 'real' lie in each other");
    Files.createFile(folder.resolve("real/t.py"));
    assertThat(
            error(
                "--checkpoints",
                folder + "/ck",
                "--local",
                folder + "/real",
                "--",
                "python3",
                folder + "/lnk/t.py"))
        .startsWith("--local 'real' has the program 'lnk/t.py' in it");
  }

  @Test
  void train_workDirInTheFolderOfCheckpoints_isRefused() {
    assertThat(errorBeside("--work-dir", folder + "/out/work", "--", "sh", "x"))
        .isEqualTo("--local 'out' has --work-dir 'out/work' in it; give two folders side by side");
  }

  @Test
  void stop_wrongArguments_areNamed() {
    assertThat(Ran.by("stop", folder + "/ck").error(2, folder))
        .startsWith("ck: there is no training here; write FILE.yaml:STAGE or");
    assertThat(Ran.by("stop", folder + "/a", folder + "/b").error(2, folder))
        .startsWith("stop: 'b' is too much; expected");
  }
}
